package dev.earshot.city.run;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a report is written for machines: whole, or not at all. What was there before stays until
 * the new one is complete.
 */
public final class ReportFile {
  private ReportFile() {}

  /**
   * Looks before a run whether a report could be written after it.
   *
   * @throws Failure where it could not
   */
  public static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean writable =
        Files.exists(file) ? Files.isRegularFile(file) && Files.isWritable(file) : folder != null;
    if (!writable || !Files.isWritable(folder)) {
      throw Failure.because("cannot write to " + file + "; give another --report");
    }
  }

  /**
   * Writes it, beside the file and then in its place.
   *
   * @throws Failure where that is not possible; nothing new is left then
   */
  public static void write(Path file, String text) {
    try {
      // a link stays one
      Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path part = place.resolveSibling(place.getFileName() + ".part");
      try {
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw Failure.because("cannot write the report to " + file + ": " + e.getMessage(), e);
    }
  }
}
