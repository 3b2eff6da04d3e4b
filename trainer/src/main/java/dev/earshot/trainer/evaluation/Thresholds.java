package dev.earshot.trainer.evaluation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Chooses the scores from which on something is called anomalous: one for a clip by itself, and
 * those by which a stream raises an alarm.
 *
 * <p>A threshold lies half way between the two scores it tells apart. Of several that reach a goal
 * equally well the highest is taken, which raises the fewest false alarms.
 *
 * <p>A stream's thresholds are chosen by how much of what is normal may reach them, since nearly
 * all of a stream is normal. Unless a goal says how many false alarms a stream may raise, that is
 * the same share for every goal: the precision and the cost of a clip hang on how frequent
 * anomalies are among the clips, and say nothing of a stream, where they are rare.
 */
public final class Thresholds {
  private static final double OPENING_SHARE = 0.05;

  /** Shares of the normal that reach the other thresholds, to that which reaches the opening. */
  private static final double CLOSING_TO_OPENING = 3;

  private static final double IMMEDIATE_TO_OPENING = 0.2;

  /** The rule by which {@link #decision} chooses, in words for reports and cards. */
  static final String DECISION_RULE = shareRule(OPENING_SHARE);

  private Thresholds() {}

  /** What came of a choice. */
  public sealed interface Choice {}

  /**
   * Thresholds that reach the goal on the clips they were chosen on.
   *
   * @param clip of a clip or window judged by itself, 0 to 1
   * @param stream of a stream's alarms
   * @param streamRule how those were chosen, in words for reports and cards
   */
  public record Chosen(float clip, DecisionConfig stream, String streamRule) implements Choice {}

  /**
   * No threshold reaches the goal.
   *
   * @param why in one line, with the best that can be reached
   */
  public record Unreachable(String why) implements Choice {}

  /**
   * Chooses for a goal.
   *
   * @param scored clips that the model was not fitted to; normal and anomalous ones
   * @param timing of their windows
   */
  public static Choice choose(List<ClipScore> scored, StreamTiming timing, OperatingGoal goal) {
    List<OperatingPoint> points = pointsOfBoth(Evaluation.byClip(scored));
    NormalSound normal = NormalSound.of(scored, timing);
    OptionalInt point =
        goal instanceof OperatingGoal.Balanced
            ? OptionalInt.of(balanced(points, scored))
            : best(points, normal, goal);
    if (point.isEmpty()) {
      return new Unreachable(bestReachable(points, normal, goal));
    }
    float clip = between(points, point.getAsInt());
    Judged windows = Evaluation.byWindow(scored);
    return goal instanceof OperatingGoal.FalseAlarmsPerHour rare
        ? rareAlarms(clip, windows.operatingPoints(), normal, rare)
        : new Chosen(clip, decision(windows), DECISION_RULE);
  }

  /**
   * The thresholds of a stream for goals that say nothing of streams.
   *
   * @param windows scores of windows, normal ones among them
   */
  public static DecisionConfig decision(Judged windows) {
    if (windows.negatives() == 0) {
      throw new IllegalArgumentException("thresholds cannot be chosen without normal windows");
    }
    return reachedBy(OPENING_SHARE, windows.operatingPoints());
  }

  private static List<OperatingPoint> pointsOfBoth(Judged judged) {
    if (judged.positives() == 0 || judged.negatives() == 0) {
      throw new IllegalArgumentException(
          "a threshold cannot be chosen on "
              + judged.positives()
              + " anomalous and "
              + judged.negatives()
              + " normal scores");
    }
    return judged.operatingPoints();
  }

  /** The point that reaches a goal best; empty where none does. */
  private static OptionalInt best(
      List<OperatingPoint> points, NormalSound normal, OperatingGoal goal) {
    if (goal instanceof OperatingGoal.Cost cost) {
      return first(points, point -> true, point -> -cost.of(point));
    }
    if (goal instanceof OperatingGoal.Precision precision) {
      return first(
          points,
          point -> calls(point) && point.precision() >= precision.atLeast(),
          OperatingPoint::recall);
    }
    if (goal instanceof OperatingGoal.Recall recall) {
      return first(
          points, point -> point.recall() >= recall.atLeast(), point -> -point.falsePositives());
    }
    if (goal instanceof OperatingGoal.FalseAlarmsPerHour rare) {
      double most = rare.atMost() * normal.hours();
      return first(points, point -> point.falsePositives() <= most, OperatingPoint::recall);
    }
    throw new IllegalArgumentException("no rule for " + goal);
  }

  /** Nearest to one half of the points within one standard error of the highest accuracy. */
  private static int balanced(List<OperatingPoint> points, List<ClipScore> scored) {
    OperatingPoint highest =
        points.get(first(points, Thresholds::calls, Thresholds::balancedAccuracy).orElseThrow());
    double least = balancedAccuracy(highest) - standardError(highest, scored);
    return IntStream.range(1, points.size())
        .filter(i -> balancedAccuracy(points.get(i)) >= least)
        .boxed()
        .min(Comparator.comparingDouble(i -> fromOneHalf(points, i)))
        .orElseThrow();
  }

  /** How far one half is from the thresholds that give a point; 0 where it is among them. */
  private static double fromOneHalf(List<OperatingPoint> points, int i) {
    double above = points.get(i).threshold();
    double below = i + 1 < points.size() ? points.get(i + 1).threshold() : 0;
    return Math.max(0, Math.max(below - 0.5, 0.5 - above));
  }

  private static double balancedAccuracy(OperatingPoint point) {
    return (1 + point.recall() - point.falsePositiveRate()) / 2;
  }

  /** Of a balanced accuracy, a mean of two shares: recordings are independent, their clips not. */
  private static double standardError(OperatingPoint point, List<ClipScore> scored) {
    double ofRecall = variance(point.recall(), recordings(scored, true));
    double ofSpecificity = variance(point.falsePositiveRate(), recordings(scored, false));
    return Math.sqrt(ofRecall + ofSpecificity) / 2;
  }

  private static double variance(double share, long n) {
    return share * (1 - share) / n;
  }

  private static long recordings(List<ClipScore> scored, boolean anomalous) {
    return scored.stream()
        .filter(clip -> clip.anomalous() == anomalous)
        .map(clip -> clip.clip().recordingId())
        .distinct()
        .count();
  }

  private static boolean calls(OperatingPoint point) {
    return point.truePositives() + point.falsePositives() > 0;
  }

  /** The strictest of the allowed points that have the highest value. */
  private static OptionalInt first(
      List<OperatingPoint> points,
      Predicate<OperatingPoint> allowed,
      ToDoubleFunction<OperatingPoint> value) {
    // no threshold within 0 and 1 leaves out a score of 1
    int strictest = points.get(1).threshold() < 1 ? 0 : 1;
    OptionalInt best = OptionalInt.empty();
    for (int i = strictest; i < points.size(); i++) {
      if (allowed.test(points.get(i))
          && (best.isEmpty()
              || value.applyAsDouble(points.get(i))
                  > value.applyAsDouble(points.get(best.getAsInt())))) {
        best = OptionalInt.of(i);
      }
    }
    return best;
  }

  /** Why none does: a score of 1 can't be left out, and a precision may be beyond all. */
  private static String bestReachable(
      List<OperatingPoint> points, NormalSound normal, OperatingGoal goal) {
    OperatingPoint best =
        points.stream()
            .filter(Thresholds::calls)
            .max(Comparator.comparingDouble(OperatingPoint::precision))
            .orElseThrow();
    return goal instanceof OperatingGoal.FalseAlarmsPerHour
        ? format(
            "no threshold gives %s; the fewest false alarms an hour are %.1f",
            goal.describe(), points.get(1).falsePositives() / normal.hours())
        : format(
            "no threshold gives %s; the highest precision is %.3f, at a recall of %.3f",
            goal.describe(), best.precision(), best.recall());
  }

  /**
   * The most lenient thresholds of a stream before the first that raise more alarms than wanted.
   */
  private static Chosen rareAlarms(
      float clip,
      List<OperatingPoint> windows,
      NormalSound normal,
      OperatingGoal.FalseAlarmsPerHour goal) {
    double most = goal.atMost() * normal.hours();
    double share = 0;
    DecisionConfig chosen = reachedBy(share, windows);
    double[] shares =
        windows.stream().mapToDouble(OperatingPoint::falsePositiveRate).distinct().toArray();
    for (double lenientShare : shares) {
      DecisionConfig lenient = reachedBy(lenientShare, windows);
      if (normal.alarms(lenient) > most) {
        break;
      }
      share = lenientShare;
      chosen = lenient;
    }
    return new Chosen(
        clip,
        chosen,
        format(
            "at most %s alarms in an hour of normal sound, each clip of which is heard as a stream"
                + " of its own (%d in %.2f hours): %s",
            Numbers.plain(goal.atMost()), normal.alarms(chosen), normal.hours(), shareRule(share)));
  }

  /** The thresholds of which the opening one is reached by at most such a share of the normal. */
  private static DecisionConfig reachedBy(double share, List<OperatingPoint> windows) {
    float open = lowest(share, windows);
    return DecisionConfig.around(open)
        .withThresholds(
            open,
            lowest(Math.min(1, CLOSING_TO_OPENING * share), windows),
            lowest(IMMEDIATE_TO_OPENING * share, windows));
  }

  /** The lowest threshold that at most such a share of the normal reaches. */
  private static float lowest(double share, List<OperatingPoint> points) {
    return between(
        points,
        IntStream.range(0, points.size())
            .filter(i -> points.get(i).falsePositiveRate() <= share)
            .reduce(0, Math::max));
  }

  private static String shareRule(double openingShare) {
    return format(
        "%s of the normal windows reach the opening threshold, %s the closing one, %s the one that"
            + " opens at once",
        percent(openingShare),
        percent(Math.min(1, CLOSING_TO_OPENING * openingShare)),
        percent(IMMEDIATE_TO_OPENING * openingShare));
  }

  private static String percent(double share) {
    return format("%.3f", 100 * share).replaceAll("\\.?0+$", "") + " %";
  }

  /** Half way between the lowest score that a point takes in and the highest that it leaves out. */
  private static float between(List<OperatingPoint> points, int i) {
    double above = Math.min(1, points.get(i).threshold());
    double below = i + 1 < points.size() ? points.get(i + 1).threshold() : 0;
    return (float) ((above + below) / 2);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
