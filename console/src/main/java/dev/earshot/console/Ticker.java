package dev.earshot.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line on standard error that says how far something long has come. On a terminal it is drawn
 * over itself, and gone in the end; elsewhere it is a plain line now and then.
 *
 * <pre>{@code
 * Ticker.during(() -> Ticker.share("playing", done, all, speed), simulation::run);
 * }</pre>
 */
public final class Ticker {
  private static final Duration ON_A_SCREEN = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final Supplier<String> line;
  private final Duration every;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "earshot-ticker");

  private Ticker(Terminal terminal, Supplier<String> line, Duration every) {
    this.terminal = terminal;
    this.line = line;
    this.every = every;
  }

  /**
   * Does some work on this thread and shows the line meanwhile.
   *
   * @param line called by a thread of the ticker's own; what a screen is too narrow for is cut
   */
  public static void during(Supplier<String> line, Runnable work) {
    Ticker ticker = start(line);
    try {
      work.run();
    } finally {
      ticker.stop();
    }
  }

  /** Shows the line from now on, until {@link #stop}; the rest as {@link #during}. */
  public static Ticker start(Supplier<String> line) {
    Terminal terminal = Terminal.standardError();
    return start(terminal, line, terminal.screen().isPresent() ? ON_A_SCREEN : ELSEWHERE);
  }

  static Ticker start(Terminal terminal, Supplier<String> line, Duration every) {
    Ticker ticker = new Ticker(terminal, line, every);
    ticker.thread.setDaemon(true);
    ticker.thread.start();
    return ticker;
  }

  private void run() {
    try {
      while (!ended.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        draw(line.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw(String text) {
    terminal
        .screen()
        .ifPresentOrElse(
            screen ->
                terminal.redraw(
                    List.of(text.substring(0, Math.min(text.length(), screen.columns() - 1)))),
            () -> terminal.print(text));
  }

  /** Ends it, and takes its line off the screen. By one thread; a second time does nothing. */
  public void stop() {
    if (ended.getCount() == 0) {
      return;
    }
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (terminal.screen().isPresent()) {
      terminal.redraw(List.of());
    }
  }

  /**
   * How far a work of known length has come: {@code playing 12 of 40 s, 30 %, about 0:14 left}.
   *
   * @param doneSeconds seconds of it done
   * @param allSeconds seconds it has
   * @param speed how many of them pass in a second, above 0
   */
  public static String share(String what, double doneSeconds, double allSeconds, double speed) {
    return String.format(
        Locale.ROOT,
        "%s  %s of %s  %.0f %%  about %s left",
        what,
        clock(doneSeconds),
        clock(allSeconds),
        100 * Math.min(1, doneSeconds / allSeconds),
        clock(Math.max(0, allSeconds - doneSeconds) / speed));
  }

  /** A time as a clock shows it: {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
  public static String clock(double seconds) {
    long whole = (long) seconds;
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
