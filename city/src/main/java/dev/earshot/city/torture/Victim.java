package dev.earshot.city.torture;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that things are done to, and that is started again on what it left on the disk. For one
 * thread.
 */
final class Victim {
  private static final Duration END_PATIENCE = Duration.ofMinutes(3);
  private static final long SIGNAL_SECONDS_MAX = 10;

  private final String name;
  private final Path log;
  private final Children children;
  private Process process;

  /**
   * @param log what all of its processes say
   */
  Victim(String name, Path log, Children children) {
    this.name = name;
    this.log = log;
    this.children = children;
  }

  /** Starts it; it must not run. */
  void start(List<String> command) {
    if (isAlive()) {
      throw new IllegalStateException(name + " runs already");
    }
    try {
      process = children.start(command, log);
    } catch (IOException e) {
      throw Failure.because("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGKILL: it does not learn of it. */
  void kill() {
    process.destroyForcibly();
    awaitGone();
  }

  /** SIGSTOP: it stands still, and does not learn of that either. */
  void stop() {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if nothing had been. */
  void goOn() {
    signal("CONT");
  }

  /** SIGTERM: it may put its things in order. */
  void end() {
    process.destroy();
    awaitGone();
  }

  private void signal(String which) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + which, Long.toString(process.pid())).start();
      if (!kill.waitFor(SIGNAL_SECONDS_MAX, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw Failure.because("cannot send SIG" + which + " to " + name);
      }
    } catch (IOException e) {
      throw Failure.because("cannot send SIG" + which + " to " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Patience.Ended();
    }
  }

  private void awaitGone() {
    try {
      if (!process.waitFor(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw Failure.because(
            name + " has not ended within " + END_PATIENCE.toSeconds() + " s; its log is " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Patience.Ended();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
