package dev.earshot.trainer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores beside the truth, one entry a thing judged (a clip, or a window). Immutable by convention:
 * the arrays are not copied and must not be changed.
 *
 * @param scores higher meaning more anomalous, probabilities or logits; finite
 * @param anomalous what each really is
 */
public record Judged(float[] scores, boolean[] anomalous) {
  /** Checks that the arrays fit each other. */
  public Judged {
    if (scores.length != anomalous.length) {
      throw new IllegalArgumentException(
          scores.length + " scores beside " + anomalous.length + " truths");
    }
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new IllegalArgumentException("a score is " + score);
      }
    }
  }

  /** How many things were judged. */
  public int size() {
    return scores.length;
  }

  /** How many of them are anomalous. */
  public int positives() {
    int positives = 0;
    for (boolean one : anomalous) {
      positives += one ? 1 : 0;
    }
    return positives;
  }

  /** How many of them are normal. */
  public int negatives() {
    return size() - positives();
  }

  /** The operating point of one threshold. */
  public OperatingPoint at(double threshold) {
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < size(); i++) {
      if (scores[i] >= threshold) {
        if (anomalous[i]) {
          truePositives++;
        } else {
          falsePositives++;
        }
      }
    }
    return new OperatingPoint(threshold, truePositives, falsePositives, positives(), negatives());
  }

  /**
   * The operating points of every threshold that tells any two scores apart, from the strictest
   * (nothing is called anomalous) to the most lenient (everything is). Equal scores share a point,
   * so that the order of the input does not matter.
   */
  public List<OperatingPoint> operatingPoints() {
    int[] byScore =
        IntStream.range(0, size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int positives = positives();
    int negatives = negatives();
    List<OperatingPoint> points = new ArrayList<>();
    points.add(new OperatingPoint(Double.POSITIVE_INFINITY, 0, 0, positives, negatives));
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < byScore.length; i++) {
      if (anomalous[byScore[i]]) {
        truePositives++;
      } else {
        falsePositives++;
      }
      boolean lastOfItsScore =
          i + 1 == byScore.length || scores[byScore[i + 1]] != scores[byScore[i]];
      if (lastOfItsScore) {
        points.add(
            new OperatingPoint(
                scores[byScore[i]], truePositives, falsePositives, positives, negatives));
      }
    }
    return List.copyOf(points);
  }

  /**
   * What comes of calling everything anomalous that scores at least {@code threshold}.
   *
   * @param threshold the lowest score called anomalous
   * @param positives all that are anomalous
   * @param negatives all that are normal
   */
  public record OperatingPoint(
      double threshold, int truePositives, int falsePositives, int positives, int negatives) {
    /** Share of the anomalous that are found; NaN where there are none. */
    public double recall() {
      return (double) truePositives / positives;
    }

    /** Share of the normal that are called anomalous; NaN where there are none. */
    public double falsePositiveRate() {
      return (double) falsePositives / negatives;
    }

    /** Share of those called anomalous that are; 1 where nothing is called so. */
    public double precision() {
      int called = truePositives + falsePositives;
      return called == 0 ? 1 : (double) truePositives / called;
    }
  }
}
