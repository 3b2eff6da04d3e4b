package dev.earshot.city.broker;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Deleting a directory with all that is in it, even while others still delete there. */
public final class FileTree {
  private FileTree() {}

  /**
   * Deletes all of it.
   *
   * @param root need not be there
   * @throws IOException where something stays; the rest has been deleted
   */
  public static void delete(Path root) throws IOException {
    delete(root, Optional.empty());
  }

  /**
   * Deletes all of it but one file and the directories that lead to it.
   *
   * @param root need not be there
   * @throws IOException where something else stays; the rest has been deleted
   */
  public static void deleteAllBut(Path kept, Path root) throws IOException {
    delete(root, Optional.of(kept));
  }

  private static void delete(Path root, Optional<Path> kept) throws IOException {
    Deletion deletion = new Deletion(kept);
    Files.walkFileTree(root, deletion);
    if (deletion.firstFailure != null) {
      throw deletion.firstFailure;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    private final Optional<Path> kept;
    private IOException firstFailure;

    Deletion(Optional<Path> kept) {
      this.kept = kept;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return failed(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) {
      return e == null ? delete(directory) : failed(e);
    }

    private FileVisitResult delete(Path path) {
      try {
        if (kept.isEmpty() || !kept.get().startsWith(path)) {
          Files.deleteIfExists(path);
        }
        return FileVisitResult.CONTINUE;
      } catch (DirectoryNotEmptyException e) {
        return failed(new IOException(path + " is not empty", e));
      } catch (IOException e) {
        return failed(e);
      }
    }

    private FileVisitResult failed(IOException e) {
      boolean vanished = e instanceof NoSuchFileException;
      if (!vanished && firstFailure == null) {
        firstFailure = e;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
