package dev.earshot.city.torture;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A processor's own disk: a small one that can be filled where this user may mount one (Linux,
 * root), else a folder like any other. For one thread.
 */
final class StateDisk implements AutoCloseable {
  /** Several times what the states of a few hundred nodes take. */
  private static final String SIZE = "192m";

  private static final long COMMAND_SECONDS_MAX = 10;

  private final Path folder;
  private final Path filling;
  private final boolean mounted;

  /** Makes the folder, and mounts a disk there if it can. */
  StateDisk(Path folder) {
    this.folder = folder;
    this.filling = folder.resolve("filling");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Failure.because("cannot make the folder " + folder + ": " + e.getMessage(), e);
    }
    mounted =
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "earshot-torture", folder + "");
  }

  Path folder() {
    return folder;
  }

  boolean canBeFilled() {
    return mounted;
  }

  /** Leaves not a byte free. */
  void fill() {
    if (!mounted) {
      throw new IllegalStateException(folder + " has no end");
    }
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(filling)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // it is full
    }
  }

  void free() {
    try {
      Files.deleteIfExists(filling);
    } catch (IOException e) {
      throw Failure.because("cannot delete " + filling + ": " + e.getMessage(), e);
    }
  }

  /** Takes the disk away; nobody may use it any more. */
  @Override
  public void close() {
    if (mounted && !succeeds("umount", folder + "")) {
      System.err.println("earshot: could not unmount " + folder + "; do it by hand");
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such command
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
