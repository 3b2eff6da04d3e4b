package dev.earshot.trainer.work;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress on a terminal as bars with the time left, anywhere else as one line when a task ends.
 */
public final class ConsoleProgress implements Progress {
  private static final int BAR_WIDTH = 100;

  private final PrintStream out;
  private final boolean terminal;

  /**
   * Progress on a stream.
   *
   * @param terminal whether somebody looks at it who wants bars that move
   */
  public ConsoleProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Progress on standard error, with bars where the process has a terminal. */
  public static ConsoleProgress onStandardError() {
    return new ConsoleProgress(
        System.err, System.console() != null && System.getenv("TERM") != null);
  }

  @Override
  public void say(String line) {
    out.println(line);
  }

  @Override
  public Task begin(String name, long steps) {
    return terminal ? new BarTask(name, steps) : new LineTask(name);
  }

  private final class BarTask implements Task {
    private final ProgressBar bar;

    private BarTask(String name, long steps) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out, BAR_WIDTH))
              .build();
    }

    @Override
    public synchronized void step(String note) {
      bar.setExtraMessage(note);
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
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
