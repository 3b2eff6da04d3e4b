package dev.earshot.trainer.evaluation;

import dev.earshot.recordings.Clip;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Two models on the same clips, and whether their difference is more than chance: the paired
 * bootstrap (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13, percentile
 * intervals). What is drawn again is recordings, each with all of its clips: the clips of one
 * recording sound alike, and to count them as so many independent ones would promise too much. Both
 * models are measured on the same draws.
 *
 * @param first figures of the first model at its own threshold, as {@code second}
 * @param accuracy the second's less the first's, as {@code f1} and {@code rocAuc}
 * @param recordings that the clips were cut from
 */
public record Comparison(
    BinaryMetrics first,
    BinaryMetrics second,
    Difference accuracy,
    Difference f1,
    Difference rocAuc,
    int recordings,
    int resamples,
    long seed) {

  /** How often recordings are drawn again, unless said otherwise. */
  public static final int RESAMPLES = 10_000;

  /** With fewer recordings an interval is too narrow to mean what it says. */
  public static final int RECORDINGS_MIN = 10;

  /** Share of the resamples within an interval. */
  public static final double CONFIDENCE = 0.95;

  private static final int RESAMPLES_A_BLOCK = 250;

  /**
   * A model's scores of the clips that are compared on.
   *
   * @param clips in an order that is the same for both models
   * @param threshold the model's own
   */
  public record Candidate(List<ClipScore> clips, double threshold) {
    /** Copies the list. */
    public Candidate {
      clips = List.copyOf(clips);
    }
  }

  /**
   * The second model's figure less the first's.
   *
   * @param low where its interval begins; NaN, as all three, where the figure has no meaning
   * @param high where it ends
   */
  public record Difference(double value, double low, double high) {
    /** Whether the interval leaves out that there is no difference. */
    public boolean moreThanChance() {
      return low > 0 || high < 0;
    }
  }

  /**
   * Compares two models; the same scores and seed give the same intervals, whatever the number of
   * processors.
   *
   * @param resamples at least 100
   * @param task told of every block of resamples, {@link #steps} in all
   * @throws IllegalArgumentException where the clips are not the same, or are of fewer than {@value
   *     #RECORDINGS_MIN} recordings
   */
  public static Comparison of(
      Candidate first, Candidate second, int resamples, long seed, Progress.Task task) {
    int[] recordings = recordings(first, second);
    int count = Arrays.stream(recordings).max().orElse(-1) + 1;
    if (count < RECORDINGS_MIN) {
      throw new IllegalArgumentException(
          "clips of " + count + " recordings, needs " + RECORDINGS_MIN);
    }
    Ranked one = Ranked.of(first, recordings);
    Ranked other = Ranked.of(second, recordings);
    List<Figures> differences =
        Workers.map(
                blocks(resamples, seed),
                () -> new int[count],
                draws -> {},
                (draws, block) -> differences(one, other, draws, block),
                task)
            .stream()
            .flatMap(List::stream)
            .toList();
    BinaryMetrics before = BinaryMetrics.of(Evaluation.byClip(first.clips()), first.threshold());
    BinaryMetrics after = BinaryMetrics.of(Evaluation.byClip(second.clips()), second.threshold());
    return new Comparison(
        before,
        after,
        difference(after.accuracy() - before.accuracy(), differences, Figures::accuracy),
        difference(after.f1() - before.f1(), differences, Figures::f1),
        difference(after.rocAuc() - before.rocAuc(), differences, Figures::rocAuc),
        count,
        resamples,
        seed);
  }

  /** The figures where every recording is drawn once. */
  static Figures once(Candidate candidate) {
    int[] recordings = recordings(candidate, candidate);
    int[] draws = new int[recordings.length];
    Arrays.fill(draws, 1);
    return Ranked.of(candidate, recordings).figures(draws);
  }

  /** How many steps so many resamples take. */
  public static int steps(int resamples) {
    return (resamples + RESAMPLES_A_BLOCK - 1) / RESAMPLES_A_BLOCK;
  }

  /** How many clips both models scored. */
  public int clips() {
    return first.n();
  }

  /** Of each clip the number of its recording, from 0 on. */
  private static int[] recordings(Candidate first, Candidate second) {
    List<Clip> clips = first.clips().stream().map(ClipScore::clip).toList();
    if (!clips.equals(second.clips().stream().map(ClipScore::clip).toList())) {
      throw new IllegalArgumentException("the models were not given the same clips");
    }
    Map<Long, Integer> numbers = new HashMap<>();
    return clips.stream()
        .mapToInt(clip -> numbers.computeIfAbsent(clip.recordingId(), id -> numbers.size()))
        .toArray();
  }

  /** Resamples that are drawn one after the other, with randomness of their own. */
  private record Block(int resamples, SplittableRandom random) {}

  private static List<Block> blocks(int resamples, long seed) {
    if (resamples < 100) {
      throw new IllegalArgumentException(resamples + " resamples, needs 100 or more");
    }
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, steps(resamples))
        .mapToObj(
            i ->
                new Block(
                    Math.min(RESAMPLES_A_BLOCK, resamples - i * RESAMPLES_A_BLOCK), random.split()))
        .toList();
  }

  private static List<Figures> differences(Ranked one, Ranked other, int[] draws, Block block) {
    List<Figures> differences = new ArrayList<>(block.resamples());
    for (int resample = 0; resample < block.resamples(); resample++) {
      Arrays.fill(draws, 0);
      for (int i = 0; i < draws.length; i++) {
        draws[block.random().nextInt(draws.length)]++;
      }
      differences.add(other.figures(draws).less(one.figures(draws)));
    }
    return differences;
  }

  /** A draw without one of the classes has no ROC AUC, and is left out of its interval. */
  private static Difference difference(
      double value, List<Figures> differences, ToDoubleFunction<Figures> figure) {
    double[] sorted =
        differences.stream()
            .mapToDouble(figure)
            .filter(difference -> !Double.isNaN(difference))
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return new Difference(Double.NaN, Double.NaN, Double.NaN);
    }
    // as many are left out below as above
    int out = (int) Math.floor((1 - CONFIDENCE) / 2 * sorted.length);
    return new Difference(value, sorted[out], sorted[sorted.length - 1 - out]);
  }

  /** The figures of one draw of recordings. */
  record Figures(double accuracy, double f1, double rocAuc) {
    Figures less(Figures other) {
      return new Figures(accuracy - other.accuracy, f1 - other.f1, rocAuc - other.rocAuc);
    }
  }

  /**
   * A model's clips from the highest score to the lowest, sorted once for all resamples.
   *
   * @param endsTie whether the next clip scores lower
   * @param called how many of them, from the first on, are called anomalous
   */
  private record Ranked(boolean[] anomalous, int[] recording, boolean[] endsTie, int called) {
    static Ranked of(Candidate candidate, int[] recordings) {
      Judged judged = Evaluation.byClip(candidate.clips());
      float[] scores = judged.scores();
      int[] order =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      boolean[] anomalous = new boolean[order.length];
      int[] recording = new int[order.length];
      boolean[] endsTie = new boolean[order.length];
      int called = 0;
      for (int i = 0; i < order.length; i++) {
        anomalous[i] = judged.anomalous()[order[i]];
        recording[i] = recordings[order[i]];
        endsTie[i] = i + 1 == order.length || scores[order[i + 1]] != scores[order[i]];
        called += scores[order[i]] >= candidate.threshold() ? 1 : 0;
      }
      return new Ranked(anomalous, recording, endsTie, called);
    }

    /**
     * The figures of {@link BinaryMetrics} where each clip counts as often as its recording was
     * drawn.
     */
    Figures figures(int[] draws) {
      long positives = 0;
      long negatives = 0;
      long tiedPositives = 0;
      long tiedNegatives = 0;
      long doubledArea = 0;
      long found = 0;
      long falseAlarms = 0;
      for (int i = 0; i < anomalous.length; i++) {
        if (anomalous[i]) {
          tiedPositives += draws[recording[i]];
        } else {
          tiedNegatives += draws[recording[i]];
        }
        if (endsTie[i]) {
          doubledArea += tiedNegatives * (2 * positives + tiedPositives);
          positives += tiedPositives;
          negatives += tiedNegatives;
          tiedPositives = 0;
          tiedNegatives = 0;
        }
        if (i + 1 == called) {
          // a threshold never parts a tie
          found = positives;
          falseAlarms = negatives;
        }
      }
      long right = found + negatives - falseAlarms;
      return new Figures(
          (double) right / (positives + negatives),
          found == 0 ? 0 : 2.0 * found / (positives + found + falseAlarms),
          positives == 0 || negatives == 0
              ? Double.NaN
              : doubledArea / (2.0 * positives * negatives));
    }
  }
}
