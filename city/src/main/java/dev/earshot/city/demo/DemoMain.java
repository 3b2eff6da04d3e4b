package dev.earshot.city.demo;

import dev.earshot.console.EarshotCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * Where {@code earshot demo} starts. The command runs first and starts Quarkus itself once its
 * options have been found to make sense.
 */
@QuarkusMain(name = "demo")
public final class DemoMain {
  private DemoMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... args) {
    // before anything logs: Quarkus' own manager keeps what is logged until it knows where to
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.exit(EarshotCommand.dispatch(List.of(new DemoCommand()), args));
  }
}
