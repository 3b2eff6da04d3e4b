package dev.earshot.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether scores mean what they say: of all that scores about 0.8, is 80 % anomalous? The scores
 * are sorted into {@value #BINS} bins of equal width, each with what it promises and what it holds
 * (reliability diagram; Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of Modern Neural
 * Networks").
 *
 * @param bins from the lowest scores to the highest; empty ones too
 * @param expectedCalibrationError mean over all things judged of the distance between the mean
 *     score and the anomalous share of their bin (Guo et al., equation 3), 0 to 1; NaN where
 *     nothing was judged
 */
public record Reliability(List<Bin> bins, double expectedCalibrationError) {
  /** How many bins there are. */
  public static final int BINS = 10;

  /** Copies the list. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * One bin: the scores of at least {@code from} and below {@code to}, the last one with 1 itself.
   *
   * @param n how many scores are in it
   * @param meanScore of these; NaN where there are none
   * @param anomalousShare share of these that are anomalous; NaN where there are none
   */
  public record Bin(double from, double to, int n, double meanScore, double anomalousShare) {}

  /**
   * Sorts scores into bins.
   *
   * @param judged scores of 0 to 1
   */
  public static Reliability of(Judged judged) {
    int[] counts = new int[BINS];
    int[] anomalous = new int[BINS];
    double[] sums = new double[BINS];
    for (int i = 0; i < judged.size(); i++) {
      float score = judged.scores()[i];
      if (score < 0 || score > 1) {
        throw new IllegalArgumentException("a score is " + score + ", a probability is 0 to 1");
      }
      int bin = Math.min(BINS - 1, (int) (score * BINS));
      counts[bin]++;
      anomalous[bin] += judged.anomalous()[i] ? 1 : 0;
      sums[bin] += score;
    }
    List<Bin> bins = new ArrayList<>();
    double distances = 0;
    for (int b = 0; b < BINS; b++) {
      bins.add(
          new Bin(
              (double) b / BINS,
              (b + 1.0) / BINS,
              counts[b],
              sums[b] / counts[b],
              (double) anomalous[b] / counts[b]));
      distances += Math.abs(sums[b] - anomalous[b]);
    }
    return new Reliability(bins, distances / judged.size());
  }
}
