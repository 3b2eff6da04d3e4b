package dev.earshot.trainer.evaluation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import java.util.List;
import java.util.Locale;

/**
 * Chooses the scores from which on something is called anomalous: one for a clip by itself, and
 * those by which a stream raises an alarm.
 */
public final class Thresholds {
  /** The rule by which {@link #balanced} chooses, in words for reports and cards. */
  public static final String BALANCED_RULE =
      "highest balanced accuracy (mean of recall and specificity)";

  private static final double OPENING_SHARE = 0.05;
  private static final double CLOSING_SHARE = 0.15;
  private static final double IMMEDIATE_SHARE = 0.01;

  /** The rule by which {@link #decision} chooses, in words for reports and cards. */
  public static final String DECISION_RULE =
      String.format(
          Locale.ROOT,
          "%.0f %% of the normal windows reach the opening threshold, %.0f %% the closing one, %.0f"
              + " %% the one that opens at once",
          100 * OPENING_SHARE,
          100 * CLOSING_SHARE,
          100 * IMMEDIATE_SHARE);

  private Thresholds() {}

  /**
   * The thresholds of a stream. Nearly all of a stream is normal, so they are chosen by how much of
   * the normal may reach them, and not by balance.
   *
   * @param windows scores of windows, normal ones among them
   */
  public static DecisionConfig decision(Judged windows) {
    float open = reachedBy(OPENING_SHARE, windows);
    return DecisionConfig.around(open)
        .withThresholds(
            open, reachedBy(CLOSING_SHARE, windows), reachedBy(IMMEDIATE_SHARE, windows));
  }

  /** The lowest threshold that at most such a share of the normal reaches. */
  private static float reachedBy(double share, Judged judged) {
    if (judged.negatives() == 0) {
      throw new IllegalArgumentException("thresholds cannot be chosen without normal windows");
    }
    List<OperatingPoint> points = judged.operatingPoints();
    int last = 0;
    while (last + 1 < points.size() && points.get(last + 1).falsePositiveRate() <= share) {
      last++;
    }
    return between(points, last);
  }

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
    return between(points, best);
  }

  /** Half way between the lowest score that a point takes in and the highest that it leaves out. */
  private static float between(List<OperatingPoint> points, int i) {
    double above = Math.min(1, points.get(i).threshold());
    double below = i + 1 < points.size() ? points.get(i + 1).threshold() : 0;
    return (float) ((above + below) / 2);
  }

  private static double youden(OperatingPoint point) {
    return point.recall() - point.falsePositiveRate();
  }
}
