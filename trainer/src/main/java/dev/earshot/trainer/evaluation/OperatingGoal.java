package dev.earshot.trainer.evaluation;

import java.util.List;
import java.util.Locale;

/** What thresholds are chosen for: which mistakes are to be rare, and what they cost. */
public sealed interface OperatingGoal {
  /** Finds and false alarms weighed by class, however frequent either is. */
  OperatingGoal BALANCED = new Balanced();

  /** What is sought, as it stands after "the threshold gives". */
  String describe();

  /** The command line's options that ask for it; none for the default. */
  List<String> switches();

  /** The costs by which it is shown what a threshold costs: its own, or equal ones. */
  default Cost costs() {
    return Cost.EQUAL;
  }

  /**
   * A balanced accuracy (of Youden's J) within one standard error of the highest and, of all that
   * have one, the nearest to one half. The clips that choose are of a hundred recordings or so, too
   * few to tell such thresholds apart, and one half is where calibrated scores tip. The rule of one
   * standard error: L. Breiman et al., "Classification and Regression Trees", 1984, section 3.4.3.
   */
  record Balanced() implements OperatingGoal {
    @Override
    public List<String> switches() {
      return List.of();
    }

    @Override
    public String describe() {
      return "a balanced accuracy (mean of recall and specificity) within one standard error of the"
          + " highest, nearest to one half of all that do so";
    }
  }

  /**
   * The lowest expected cost a clip, where anomalies are as frequent as in the clips that choose.
   *
   * @param miss cost of an anomaly that is not found, above 0, at most 1,000,000
   * @param falseAlarm cost of calling something normal anomalous, likewise and in the same unit
   */
  record Cost(double miss, double falseAlarm) implements OperatingGoal {
    /** Either mistake costs 1: the expected cost is then the share of wrong decisions. */
    public static final Cost EQUAL = new Cost(1, 1);

    /** Checks the bounds. */
    public Cost {
      require(isCost(miss), "cost of a miss", miss, COST_BOUND);
      require(isCost(falseAlarm), "cost of a false alarm", falseAlarm, COST_BOUND);
    }

    @Override
    public List<String> switches() {
      return List.of(
          "--cost-miss", Numbers.plain(miss), "--cost-false-alarm", Numbers.plain(falseAlarm));
    }

    @Override
    public String describe() {
      return "the lowest expected cost a clip, where " + inWords();
    }

    /** What costs what. */
    public String inWords() {
      return format(
          "a miss costs %s and a false alarm %s", Numbers.plain(miss), Numbers.plain(falseAlarm));
    }

    @Override
    public Cost costs() {
      return this;
    }

    /** Expected cost a thing judged, at an operating point. */
    public double of(Judged.OperatingPoint point) {
      int misses = point.positives() - point.truePositives();
      return (miss * misses + falseAlarm * point.falsePositives())
          / (point.positives() + point.negatives());
    }
  }

  /**
   * The highest recall with a precision of at least so much.
   *
   * @param atLeast above 0, at most 1
   */
  record Precision(double atLeast) implements OperatingGoal {
    /** Checks the bounds. */
    public Precision {
      require(atLeast > 0 && atLeast <= 1, "precision", atLeast, "above 0 and at most 1");
    }

    @Override
    public List<String> switches() {
      return List.of("--min-precision", Numbers.plain(atLeast));
    }

    @Override
    public String describe() {
      return format("the highest recall with a precision of at least %s", Numbers.plain(atLeast));
    }
  }

  /**
   * The fewest false alarms with a recall of at least so much.
   *
   * @param atLeast above 0, at most 1
   */
  record Recall(double atLeast) implements OperatingGoal {
    /** Checks the bounds. */
    public Recall {
      require(atLeast > 0 && atLeast <= 1, "recall", atLeast, "above 0 and at most 1");
    }

    @Override
    public List<String> switches() {
      return List.of("--min-recall", Numbers.plain(atLeast));
    }

    @Override
    public String describe() {
      return format("the fewest false alarms with a recall of at least %s", Numbers.plain(atLeast));
    }
  }

  /**
   * The highest recall with at most so many false alarms in an hour of normal sound.
   *
   * @param atMost 0 to 1,000,000
   */
  record FalseAlarmsPerHour(double atMost) implements OperatingGoal {
    /** Checks the bounds. */
    public FalseAlarmsPerHour {
      require(atMost >= 0 && atMost <= MOST, "false alarms an hour", atMost, "0 to 1,000,000");
    }

    @Override
    public List<String> switches() {
      return List.of("--false-alarms-per-hour", Numbers.plain(atMost));
    }

    @Override
    public String describe() {
      return format(
          "the highest recall with at most %s false alarms in an hour of normal sound",
          Numbers.plain(atMost));
    }
  }

  /** The largest cost, and the most false alarms an hour: more is a slip of the keyboard. */
  double MOST = 1e6;

  /** What a cost must be, in words. */
  String COST_BOUND = "above 0 and at most 1,000,000";

  private static boolean isCost(double cost) {
    return cost > 0 && cost <= MOST;
  }

  private static void require(boolean holds, String what, double value, String bound) {
    if (!holds) {
      throw new IllegalArgumentException(
          "the " + what + " is " + Numbers.plain(value) + ", must be " + bound);
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
