package dev.earshot.trainer.evaluation;

import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import java.util.List;

/**
 * The figures of a binary decision: "anomalous" is the positive class, and a score of at least the
 * threshold is called anomalous. A figure that has no meaning (ROC AUC with one class only) is NaN;
 * precision and F1 are 0 where nothing was rightly called anomalous, as scikit-learn has it.
 *
 * @param threshold the lowest score called anomalous
 * @param rocAuc area under the ROC curve: the chance that an anomalous thing scores above a normal
 *     one, ties counting half (Mann-Whitney U with mid-ranks; Hanley and McNeil 1982)
 * @param averagePrecision sum over thresholds of precision times the gain in recall, without
 *     interpolation (scikit-learn's {@code average_precision_score})
 */
public record BinaryMetrics(
    double threshold,
    int truePositives,
    int falsePositives,
    int trueNegatives,
    int falseNegatives,
    double rocAuc,
    double averagePrecision) {

  /** Measures scores against the truth at a threshold. */
  public static BinaryMetrics of(Judged judged, double threshold) {
    OperatingPoint at = judged.at(threshold);
    List<OperatingPoint> points = judged.operatingPoints();
    return new BinaryMetrics(
        threshold,
        at.truePositives(),
        at.falsePositives(),
        at.negatives() - at.falsePositives(),
        at.positives() - at.truePositives(),
        rocAuc(points),
        averagePrecision(points));
  }

  /** The trapezoid rule over points that ties share is the same as mid-ranks. */
  private static double rocAuc(List<OperatingPoint> points) {
    OperatingPoint last = points.get(points.size() - 1);
    if (last.positives() == 0 || last.negatives() == 0) {
      return Double.NaN;
    }
    double doubledArea = 0;
    for (int i = 1; i < points.size(); i++) {
      OperatingPoint before = points.get(i - 1);
      OperatingPoint here = points.get(i);
      doubledArea +=
          (double) (here.falsePositives() - before.falsePositives())
              * (here.truePositives() + before.truePositives());
    }
    return doubledArea / (2.0 * last.positives() * last.negatives());
  }

  private static double averagePrecision(List<OperatingPoint> points) {
    if (points.get(0).positives() == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 1; i < points.size(); i++) {
      sum += points.get(i).precision() * (points.get(i).recall() - points.get(i - 1).recall());
    }
    return sum;
  }

  /** How many things were judged. */
  public int n() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  /** Share of right decisions; NaN where nothing was judged. */
  public double accuracy() {
    return (double) (truePositives + trueNegatives) / n();
  }

  /** Share of those called anomalous that are. */
  public double precision() {
    return orZero(truePositives, truePositives + falsePositives);
  }

  /** Share of the anomalous that were found. */
  public double recall() {
    return orZero(truePositives, truePositives + falseNegatives);
  }

  /** Share of the normal that were left alone. */
  public double specificity() {
    return orZero(trueNegatives, trueNegatives + falsePositives);
  }

  /** Mean of recall and specificity: accuracy as if both classes were equally frequent. */
  public double balancedAccuracy() {
    return (recall() + specificity()) / 2;
  }

  /** Harmonic mean of precision and recall. */
  public double f1() {
    return orZero(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /**
   * Precision, recall and F1 of one side of the decision, as a classification report has them.
   *
   * @param n things that are of this side
   */
  public record Side(int n, double precision, double recall, double f1) {}

  /** The anomalous side: what {@link #precision}, {@link #recall} and {@link #f1} say. */
  public Side anomalousSide() {
    return new Side(truePositives + falseNegatives, precision(), recall(), f1());
  }

  /** The normal side, as if "normal" were what is looked for. */
  public Side normalSide() {
    return new Side(
        trueNegatives + falsePositives,
        orZero(trueNegatives, trueNegatives + falseNegatives),
        specificity(),
        orZero(2 * trueNegatives, 2 * trueNegatives + falsePositives + falseNegatives));
  }

  /** The plain mean of both sides (macro average), however many are of each. */
  public Side macro() {
    Side normal = normalSide();
    Side anomalous = anomalousSide();
    return new Side(
        n(),
        (normal.precision() + anomalous.precision()) / 2,
        (normal.recall() + anomalous.recall()) / 2,
        (normal.f1() + anomalous.f1()) / 2);
  }

  private static double orZero(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
