package dev.earshot.city.run;

import dev.earshot.city.broker.FileTree;
import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run's own directory among the system's temporary files: data of brokers, state of processors,
 * logs. Deleted at the end, but for what somebody may want to read. For one thread.
 */
public final class WorkDirectory implements AutoCloseable {
  private final Path root;
  private Optional<Path> kept = Optional.empty();

  private WorkDirectory(Path root) {
    this.root = root;
  }

  /**
   * Makes one.
   *
   * @param name the beginning of its name
   * @throws Failure where that is not possible
   */
  public static WorkDirectory make(String name) {
    try {
      return new WorkDirectory(Files.createTempDirectory(name));
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

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /** What lies in it under this name, whether it is there or not. */
  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** From now on {@link #close} leaves this file alone, or all where it is the root. */
  public void keep(Path path) {
    kept = Optional.of(path);
  }

  @Override
  public void close() {
    if (kept.equals(Optional.of(root))) {
      return;
    }
    try {
      if (kept.isPresent()) {
        FileTree.deleteAllBut(kept.get(), root);
      } else {
        FileTree.delete(root);
      }
    } catch (IOException e) {
      System.err.println("earshot: could not delete all of " + root + ": " + e.getMessage());
    }
  }
}
