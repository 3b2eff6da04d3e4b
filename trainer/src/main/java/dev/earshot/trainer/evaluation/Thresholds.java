package dev.earshot.trainer.evaluation;

import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import java.util.List;

/** Chooses the score from which on something is called anomalous. */
public final class Thresholds {
  /** The rule by which {@link #balanced} chooses, in words for reports and cards. */
  public static final String BALANCED_RULE =
      "highest balanced accuracy (mean of recall and specificity)";

  private Thresholds() {}

  /**
   * The threshold of the highest balanced accuracy (Youden's J), which does not depend on how
   * frequent anomalies happen to be in the data it is chosen on. It lies half way between the two
   * scores it tells apart; of several equally good ones the highest is taken, which raises the
   * fewest false alarms.
   *
   * @param judged must hold both classes
   * @return in (0, 1]
   */
  public static float balanced(Judged judged) {
    if (judged.positives() == 0 || judged.negatives() == 0) {
      throw new IllegalArgumentException(
          "a threshold cannot be chosen on "
              + judged.positives()
              + " anomalous and "
              + judged.negatives()
              + " normal scores");
    }
    List<OperatingPoint> points = judged.operatingPoints();
    int best = 1;
    for (int i = 2; i < points.size(); i++) {
      if (youden(points.get(i)) > youden(points.get(best))) {
        best = i;
      }
    }
    double above = points.get(best).threshold();
    double below = best + 1 < points.size() ? points.get(best + 1).threshold() : 0;
    return (float) ((above + below) / 2);
  }

  private static double youden(OperatingPoint point) {
    return point.recall() - point.falsePositiveRate();
  }
}
