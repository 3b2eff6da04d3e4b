package dev.earshot.city.run;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Where the libraries of a command without Quarkus log to: Quarkus' log manager keeps what is
 * logged until it is told by the application, which never comes here.
 */
public final class PlainLog {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private PlainLog() {}

  /**
   * From now on everything of this level and above goes there.
   *
   * @param handler stays open until the process ends
   */
  public static void to(Handler handler, Level level) {
    System.setProperty(FORMAT, "%1$tT.%1$tL %4$-7s [%3$s] %5$s%6$s%n");
    handler.setFormatter(new SimpleFormatter());
    handler.setLevel(level);
    Logger root = Logger.getLogger("");
    for (Handler other : root.getHandlers()) {
      root.removeHandler(other);
    }
    root.addHandler(handler);
    root.setLevel(level);
  }
}
