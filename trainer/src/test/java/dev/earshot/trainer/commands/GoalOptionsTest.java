package dev.earshot.trainer.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import dev.earshot.trainer.evaluation.OperatingGoal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class GoalOptionsTest {
  @Command
  private static final class Options {
    @Mixin private GoalOptions goal;
  }

  private static OperatingGoal goal(String... args) {
    Options options = new Options();
    new CommandLine(options).parseArgs(args);
    return options.goal.goal();
  }

  @Test
  void balancedIsTheDefault() {
    assertThat(goal()).isEqualTo(OperatingGoal.BALANCED);
  }

  @Test
  void everyKindOfGoalHasItsOption() {
    assertThat(goal("--cost-miss", "5", "--cost-false-alarm", "2"))
        .isEqualTo(new OperatingGoal.Cost(5, 2));
    assertThat(goal("--min-precision", "0.9")).isEqualTo(new OperatingGoal.Precision(0.9));
    assertThat(goal("--min-recall", "0.95")).isEqualTo(new OperatingGoal.Recall(0.95));
    assertThat(goal("--false-alarms-per-hour", "0.5"))
        .isEqualTo(new OperatingGoal.FalseAlarmsPerHour(0.5));
  }

  @Test
  void aCostThatIsNotGivenIsOne() {
    assertThat(goal("--cost-miss", "5")).isEqualTo(new OperatingGoal.Cost(5, 1));
    assertThat(goal("--cost-false-alarm", "3")).isEqualTo(new OperatingGoal.Cost(1, 3));
  }

  @Test
  void twoKindsOfGoalsAreOneTooMany() {
    assertThatThrownBy(() -> goal("--min-recall", "0.9", "--cost-miss", "5"))
        .isInstanceOf(CommandLine.MutuallyExclusiveArgsException.class)
        .hasMessageContaining("--min-recall")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aValueOutOfBoundsIsWrongUsageAndNamesItsOption() {
    assertWrong("--min-precision: the precision is 90, must be", "--min-precision", "90");
    assertWrong("--min-recall: the recall is 0, must be", "--min-recall", "0");
    assertWrong("the cost of a miss is -1, must be above 0", "--cost-miss", "-1");
    assertWrong("is NaN, must be", "--cost-false-alarm", "NaN");
    assertWrong("--false-alarms-per-hour: ", "--false-alarms-per-hour", "-2");
  }

  private static void assertWrong(String saying, String... args) {
    assertThatThrownBy(() -> goal(args))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining(saying);
  }
}
