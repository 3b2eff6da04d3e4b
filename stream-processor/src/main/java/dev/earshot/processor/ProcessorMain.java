package dev.earshot.processor;

import dev.earshot.console.EarshotCommand;
import dev.earshot.processor.access.PasswordCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * Where {@code process}, {@code deploy} and {@code password} start: the command first, Quarkus only
 * once all is as it must be.
 */
@QuarkusMain(name = "process")
public final class ProcessorMain {
  private ProcessorMain() {}

  public static void main(String... args) {
    System.exit(
        EarshotCommand.dispatch(
            List.of(new ProcessCommand(), new DeployCommand(), new PasswordCommand()), args));
  }
}
