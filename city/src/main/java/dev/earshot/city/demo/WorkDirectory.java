package dev.earshot.city.demo;

import dev.earshot.city.broker.FileTree;
import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run's own directory: the broker's data, the processor's state and the log. Deleted at the end,
 * but for the log where somebody may want to read it.
 */
final class WorkDirectory implements AutoCloseable {
  private final Path root;
  private boolean keepLog;

  private WorkDirectory(Path root) {
    this.root = root;
  }

  /**
   * Makes one among the system's temporary files.
   *
   * @throws Failure where that is not possible
   */
  static WorkDirectory make() {
    try {
      return new WorkDirectory(Files.createTempDirectory("earshot-demo"));
    } catch (IOException e) {
      throw Failure.because(
          "cannot make a directory in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e.getMessage()
              + "); set EARSHOT_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  Path broker() {
    return root.resolve("broker");
  }

  Path state() {
    return root.resolve("state");
  }

  Path pageCache() {
    return root.resolve("page-cache");
  }

  Path log() {
    return root.resolve("earshot.log");
  }

  /** From now on {@link #close} leaves the log. */
  void keepLog() {
    keepLog = true;
  }

  @Override
  public void close() {
    try {
      if (keepLog) {
        FileTree.deleteAllBut(log(), root);
      } else {
        FileTree.delete(root);
      }
    } catch (IOException e) {
      System.err.println("earshot: could not delete all of " + root + ": " + e.getMessage());
    }
  }
}
