package dev.earshot.trainer.work;

import dev.earshot.console.Screen;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress on a terminal as bars with the time left, anywhere else as one line when a task ends.
 */
public final class ConsoleProgress implements Progress {
  private final PrintStream out;
  private final Optional<Screen> screen;
  private final AtomicInteger bars = new AtomicInteger();

  /**
   * Progress on a stream.
   *
   * @param screen the terminal it is shown on, if it is one
   */
  public ConsoleProgress(PrintStream out, Optional<Screen> screen) {
    this.out = out;
    this.screen = screen;
  }

  /** Progress on standard error, with bars where that is a terminal. */
  public static ConsoleProgress onStandardError() {
    return new ConsoleProgress(System.err, Screen.ofStandardError());
  }

  @Override
  public void say(String line) {
    // a bar that is there is written over, and drawn again below
    boolean overBar = screen.isPresent() && bars.get() > 0;
    out.println(overBar ? "\r" + padded(line, screen.get().columns() - 1) : line);
  }

  private static String padded(String line, int columns) {
    return line + " ".repeat(Math.max(0, columns - line.length()));
  }

  @Override
  public Task begin(String name, long steps) {
    return screen
        .<Task>map(known -> new BarTask(name, steps, known.columns() - 1))
        .orElseGet(() -> new LineTask(name));
  }

  private final class BarTask implements Task {
    private final ProgressBar bar;
    private final Thread onCtrlC = new Thread(out::println, "earshot-end-of-bar");

    private BarTask(String name, long steps, int columns) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out, columns))
              .build();
      bars.incrementAndGet();
      Runtime.getRuntime().addShutdownHook(onCtrlC);
    }

    @Override
    public synchronized void step(String note) {
      bar.setExtraMessage(note);
      bar.step();
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(onCtrlC);
      } catch (IllegalStateException e) {
        // the process is ending: the hook is at work
      }
      bar.close();
      bars.decrementAndGet();
    }
  }

  private final class LineTask implements Task {
    private final String name;
    private final long startedNanos = System.nanoTime();
    private long done;
    private String lastNote = "";

    private LineTask(String name) {
      this.name = name;
    }

    @Override
    public synchronized void step(String note) {
      done++;
      lastNote = note;
    }

    @Override
    public synchronized void close() {
      double seconds = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0;
      String note = lastNote.isEmpty() ? "" : " (" + lastNote + ")";
      out.println(String.format(Locale.ROOT, "%s: %d in %.1f s%s", name, done, seconds, note));
    }
  }
}
