package dev.earshot.city;

import dev.earshot.city.demo.DemoCommand;
import dev.earshot.city.doctor.DoctorCommand;
import dev.earshot.city.doctor.SupportCommand;
import dev.earshot.city.torture.BrokerCommand;
import dev.earshot.city.torture.FailoverCommand;
import dev.earshot.city.torture.TortureCommand;
import dev.earshot.console.EarshotCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the commands of this module start. Each runs first; that of the demo starts Quarkus itself
 * once its options have been found to make sense, the others never do.
 */
@QuarkusMain(name = "city")
public final class CityMain {
  private CityMain() {}

  /** The commands of this module, each time new ones. */
  public static List<EarshotCommand> commands() {
    return List.of(
        new DemoCommand(),
        new DoctorCommand(),
        new SupportCommand(),
        new TortureCommand(),
        new FailoverCommand(),
        new BrokerCommand());
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... args) {
    // before anything logs: Quarkus' own manager keeps what is logged until it knows where to
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    // and now, on one thread: Quarkus and the broker start side by side, and two threads that make
    // the log manager at the same time wait for each other for ever; once the process has been told
    // to end it cannot be made any more, and the JDK's own would print
    LoggerFactory.getLogger(CityMain.class);
    Logger.getLogger(CityMain.class.getName());
    // nothing logs through the Log4j that Kafka brings along: its hook would have nothing to end,
    // and would complain where the process ends already
    System.setProperty("log4j.shutdownHookEnabled", "false");
    System.exit(EarshotCommand.dispatch(commands(), args));
  }
}
