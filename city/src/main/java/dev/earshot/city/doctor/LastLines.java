package dev.earshot.city.doctor;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log. */
final class LastLines {
  static final int LINES_MAX = 2_000;
  static final int BYTES_MAX = 1 << 20;

  private LastLines() {}

  /**
   * The last lines of a file, of any length.
   *
   * @throws Failure where it cannot be read
   */
  static String of(Path file) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - BYTES_MAX);
      byte[] end = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      // the first of them is part of a line, where the file is longer
      int first = Math.max(from > 0 ? 1 : 0, lines.size() - LINES_MAX);
      return String.join("\n", lines.subList(Math.min(first, lines.size()), lines.size())) + "\n";
    } catch (IOException e) {
      throw Failure.because("cannot read --log " + file + " (" + e.getMessage() + ")", e);
    }
  }
}
