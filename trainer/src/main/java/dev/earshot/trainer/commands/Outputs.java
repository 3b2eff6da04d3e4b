package dev.earshot.trainer.commands;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes files whole or not at all: all under other names first, then each renamed, so that a full
 * disk or a killed process leaves no half of one.
 */
final class Outputs {
  private static final String TEMPORARY_SUFFIX = ".tmp";

  private Outputs() {}

  /**
   * Makes a folder and sees that it can be written to, before hours of work depend on it.
   *
   * @throws Failure where it can't
   */
  static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "earshot", TEMPORARY_SUFFIX));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Writes files into a folder, replacing those there.
   *
   * @param files contents by name
   * @throws Failure where they can't be written. Those there before are as they were where writing
   *     failed, as on a full disk; where renaming failed, those renamed before it are replaced
   */
  static void write(Path folder, Map<String, byte[]> files) {
    Map<Path, Path> renames = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path temporary = folder.resolve(file.getKey() + TEMPORARY_SUFFIX);
        renames.put(temporary, folder.resolve(file.getKey()));
        Files.write(temporary, file.getValue());
      }
      for (Map.Entry<Path, Path> rename : renames.entrySet()) {
        move(rename.getKey(), rename.getValue());
      }
    } catch (IOException e) {
      renames.keySet().forEach(Outputs::deleteQuietly);
      throw unwritable(folder, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the failure to write is already on its way to the user
    }
  }

  private static Failure unwritable(Path folder, IOException e) {
    return Failure.because(
        "can't write to " + folder + ": " + reason(e) + "; choose another folder or make room", e);
  }

  /** What happened, without the names that file system exceptions are made of. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage();
  }
}
