package dev.earshot.trainer.commands;

import dev.earshot.console.Failure;
import dev.earshot.trainer.work.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Writes what a command makes: all of it, or nothing and one line that says why. */
final class Outputs {
  private Outputs() {}

  /** A text as the bytes of a file. */
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sees that a folder can be written to, or made, before hours of work depend on it. Leaves
   * nothing behind.
   *
   * @throws Failure where it can't
   */
  static void prepare(Path folder) {
    if (folder.toString().isEmpty()) {
      throw Failure.usage("--out is empty, must name a folder");
    }
    try {
      WholeFiles.tryFolder(missing(folder).there());
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Writes files into a folder, replacing those there; the folder is made when it is not there.
   *
   * @param files contents by name
   * @throws Failure where they can't be written, and then nothing is left behind. Files there
   *     before are as they were where writing failed, as on a full disk; where renaming failed,
   *     those renamed before it are replaced
   */
  static void write(Path folder, Map<String, byte[]> files) {
    Missing missing = missing(folder);
    try {
      Files.createDirectories(folder);
      WholeFiles.deleteAbandoned(folder);
      WholeFiles.write(folder, files);
    } catch (IOException e) {
      missing.deleteWhatIsEmpty();
      throw unwritable(folder, e);
    }
  }

  /**
   * What is not there of a path.
   *
   * @param there the longest part of it that is
   * @param folders the others, the deepest first
   */
  private record Missing(Path there, Deque<Path> folders) {
    void deleteWhatIsEmpty() {
      try {
        for (Path folder : folders) {
          Files.deleteIfExists(folder);
        }
      } catch (IOException e) {
        // something else is in it, or the failure to write is the failure to delete too
      }
    }
  }

  private static Missing missing(Path folder) {
    Deque<Path> folders = new ArrayDeque<>();
    Path there = folder.toAbsolutePath();
    // a link to what is gone is there, and in the way
    while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      folders.add(there);
      there = there.getParent();
    }
    return new Missing(there, folders);
  }

  private static Failure unwritable(Path folder, IOException e) {
    return Failure.because(
        "can't write to %s: %s; choose another folder or make room"
            .formatted(folder, WholeFiles.reason(e)),
        e);
  }
}
