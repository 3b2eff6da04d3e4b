package dev.earshot.trainer.work;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files whole or not at all: under another name first, then renamed, so that a full disk or
 * a killed process leaves no half of one.
 */
public final class WholeFiles {
  private static final String TEMPORARY_PREFIX = "earshot-";
  private static final String TEMPORARY_SUFFIX = ".tmp";
  private static final Pattern UNFINISHED =
      Pattern.compile(
          Pattern.quote(TEMPORARY_PREFIX) + "[0-9a-f-]+" + Pattern.quote(TEMPORARY_SUFFIX));

  /** Whoever wrote an unfinished file that is as old as this was killed. */
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private WholeFiles() {}

  /**
   * Writes a file, replacing one that is there: as {@link #write(Path, Map)} of one.
   *
   * @throws IOException where it can't be; what was there before is as it was
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file.toAbsolutePath().getParent(), Map.of(file.getFileName().toString(), content));
  }

  /**
   * Writes files into a folder that is there, replacing those in it: all under names that nobody
   * else uses first, then each renamed. Several processes may write the same at once: one of them
   * is the last. Who may read them is up to the system's defaults.
   *
   * @param files contents by name
   * @throws IOException where they can't be written. Those there before are as they were where
   *     writing failed, as on a full disk; where renaming failed, those renamed before it are
   *     replaced
   */
  public static void write(Path folder, Map<String, byte[]> files) throws IOException {
    Map<Path, Path> renames = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path temporary = temporary(folder);
        renames.put(temporary, folder.resolve(file.getKey()));
        Files.write(
            temporary, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      for (Map.Entry<Path, Path> rename : renames.entrySet()) {
        move(rename.getKey(), rename.getValue());
      }
    } catch (IOException e) {
      renames.keySet().forEach(WholeFiles::deleteQuietly);
      throw e;
    }
  }

  private static Path temporary(Path folder) {
    return folder.resolve(TEMPORARY_PREFIX + UUID.randomUUID() + TEMPORARY_SUFFIX);
  }

  /**
   * Deletes what killed processes left in a folder a day or more ago, as far as that is possible.
   */
  public static void deleteAbandoned(Path folder) {
    Instant abandoned = Instant.now().minus(ABANDONED_AFTER);
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(folder, WholeFiles::isUnfinished)) {
      for (Path file : unfinished) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(abandoned)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // it is in nobody's way: the next one deletes it
    }
  }

  private static boolean isUnfinished(Path file) {
    return UNFINISHED.matcher(file.getFileName().toString()).matches();
  }

  /** Tries whether something that is there is a folder that can be written to. */
  public static void tryFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    Files.delete(Files.createFile(temporary(folder)));
  }

  /** What happened, without the names that file system exceptions are made of. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return "a file is in the way";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage();
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
}
