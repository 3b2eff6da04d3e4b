package dev.earshot.processor;

import dev.earshot.console.EarshotCommand;
import dev.earshot.processor.access.PasswordCommand;
import dev.earshot.processor.audio.AudioCommand;
import dev.earshot.processor.calibration.CalibrateCommand;
import dev.earshot.processor.client.ExplainCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * Where {@code process}, {@code deploy}, {@code explain}, {@code calibrate}, {@code password} and
 * {@code audio} start: the command first, Quarkus only once all is as it must be.
 */
@QuarkusMain(name = "process")
public final class ProcessorMain {
  private ProcessorMain() {}

  /** The commands of this module, each time new ones. */
  public static List<EarshotCommand> commands() {
    return List.of(
        new ProcessCommand(),
        new DeployCommand(),
        new ExplainCommand(),
        new CalibrateCommand(),
        new PasswordCommand(),
        new AudioCommand());
  }

  public static void main(String... args) {
    System.exit(EarshotCommand.dispatch(commands(), args));
  }
}
