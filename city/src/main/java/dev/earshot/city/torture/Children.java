package dev.earshot.city.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of this run: none of them outlives it, whatever ends it. Thread-safe. */
final class Children implements AutoCloseable {
  private final List<Process> running = new ArrayList<>();
  private boolean closed;

  /** Makes one that ends them all when this process ends. */
  static Children ofThisProcess() {
    Children children = new Children();
    Runtime.getRuntime().addShutdownHook(new Thread(children::close, "earshot-children-end"));
    return children;
  }

  /**
   * Starts one.
   *
   * @param log what it says is appended there
   * @throws Patience.Ended after {@link #close}
   */
  synchronized Process start(List<String> command, Path log) throws IOException {
    if (closed) {
      throw new Patience.Ended();
    }
    running.removeIf(process -> !process.isAlive());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    running.add(process);
    return process;
  }

  /** Kills all of them, those that stand still too, and waits until they are gone. */
  @Override
  public synchronized void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
    for (Process process : running) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    running.clear();
  }
}
