package dev.earshot.console;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the libraries of a command-line tool may say on standard error: warnings, each one line, and
 * of Kafka's clients errors only. Those clients warn several times a second of a broker that does
 * not answer, and call it an error where one does not let them in, which the commands tell the user
 * in one line of their own.
 */
public final class Logging {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  /** Held, for java.util.logging forgets the levels of loggers that nobody holds. */
  private static final List<Logger> LOUD = List.of(Logger.getLogger("org.apache.kafka"));

  private static final List<Logger> OFF =
      List.of(Logger.getLogger("org.apache.kafka.clients.NetworkClient"));

  private Logging() {}

  /** Sets it so for this process; to be called first thing in {@code main}. */
  public static void quiet() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%4$s %3$s: %5$s%6$s%n");
    }
    Logger.getLogger("").setLevel(Level.WARNING);
    LOUD.forEach(logger -> logger.setLevel(Level.SEVERE));
    OFF.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
