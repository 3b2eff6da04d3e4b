package dev.earshot.trainer;

import dev.earshot.console.EarshotCommand;
import dev.earshot.trainer.commands.CompareCommand;
import dev.earshot.trainer.commands.EvaluateCommand;
import dev.earshot.trainer.commands.FeaturesCommand;
import dev.earshot.trainer.commands.ModelCommand;
import dev.earshot.trainer.commands.ReproduceCommand;
import dev.earshot.trainer.commands.ScoreCommand;
import dev.earshot.trainer.commands.TrainCommand;
import java.util.List;

/**
 * Runs one of the trainer's commands: features, score, train, reproduce, evaluate, compare, model.
 */
public final class TrainerMain {
  private TrainerMain() {}

  /** The commands of this module, each time new ones. */
  public static List<EarshotCommand> commands() {
    return List.of(
        new FeaturesCommand(),
        new ScoreCommand(),
        new EvaluateCommand(),
        new CompareCommand(),
        new ModelCommand(),
        new ReproduceCommand(),
        new TrainCommand());
  }

  /** Runs the command that the first argument names and exits with its code. */
  public static void main(String... args) {
    System.exit(run(args));
  }

  /** Runs the command that the first argument names and returns its exit code. */
  public static int run(String... args) {
    return EarshotCommand.dispatch(commands(), args);
  }
}
