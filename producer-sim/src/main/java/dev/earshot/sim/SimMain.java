package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Logging;
import java.util.List;

/**
 * The commands of this module: {@code simulate}, {@code replay}, {@code listen} and {@code watch}.
 */
public final class SimMain {
  private SimMain() {}

  /** The commands of this module, each time new ones. */
  public static List<EarshotCommand> commands() {
    return List.of(
        new SimulateCommand(), new ReplayCommand(), new ListenCommand(), new WatchCommand());
  }

  /**
   * @param args the command's name and its arguments
   */
  public static void main(String[] args) {
    Logging.quiet();
    System.exit(EarshotCommand.dispatch(commands(), args));
  }
}
