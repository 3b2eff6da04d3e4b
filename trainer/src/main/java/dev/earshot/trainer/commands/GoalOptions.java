package dev.earshot.trainer.commands;

import dev.earshot.console.Failure;
import dev.earshot.trainer.evaluation.OperatingGoal;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What thresholds are to be chosen for, as options of a command that trains: a picocli mixin. */
public final class GoalOptions {
  @ArgGroup(exclusive = true)
  private Goal goal = new Goal();

  private static final class Goal {
    @ArgGroup(exclusive = false)
    private Costs costs;

    @Option(
        names = "--min-precision",
        paramLabel = "P",
        description = "Choose the clip's threshold for a precision of at least P, above 0 to 1.")
    private Double precision;

    @Option(
        names = "--min-recall",
        paramLabel = "R",
        description = "Choose the clip's threshold for a recall of at least R, above 0 to 1.")
    private Double recall;

    @Option(
        names = "--false-alarms-per-hour",
        paramLabel = "N",
        description =
            "Choose the thresholds, those of a stream too, for at most N false alarms in an hour of"
                + " normal sound.")
    private Double falseAlarms;
  }

  private static final class Costs {
    @Option(
        names = "--cost-miss",
        paramLabel = "C",
        defaultValue = "1",
        description =
            "Choose the clip's threshold for the lowest cost, a missed anomaly costing C (default:"
                + " no costs, but a balanced accuracy).")
    private double miss;

    @Option(
        names = "--cost-false-alarm",
        paramLabel = "C",
        defaultValue = "1",
        description = "As --cost-miss, a false alarm costing C.")
    private double falseAlarm;
  }

  /**
   * The goal that was asked for; balanced where none was.
   *
   * @throws Failure where a value makes no sense
   */
  public OperatingGoal goal() {
    if (goal.costs != null) {
      return checked(
          "--cost-miss, --cost-false-alarm",
          () -> new OperatingGoal.Cost(goal.costs.miss, goal.costs.falseAlarm));
    }
    if (goal.precision != null) {
      return checked("--min-precision", () -> new OperatingGoal.Precision(goal.precision));
    }
    if (goal.recall != null) {
      return checked("--min-recall", () -> new OperatingGoal.Recall(goal.recall));
    }
    if (goal.falseAlarms != null) {
      return checked(
          "--false-alarms-per-hour", () -> new OperatingGoal.FalseAlarmsPerHour(goal.falseAlarms));
    }
    return OperatingGoal.BALANCED;
  }

  private static OperatingGoal checked(String option, Supplier<OperatingGoal> goal) {
    try {
      return goal.get();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(option + ": " + e.getMessage());
    }
  }
}
