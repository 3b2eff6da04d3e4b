package dev.earshot.recordings;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads UrbanSound8K's table, a CSV file with a row for each clip. */
final class ClipTable {
  private static final List<String> COLUMNS =
      List.of("slice_file_name", "fsID", "start", "end", "salience", "fold", "class");

  private static final int FOLDS = 10;

  private final Path table;
  private final Path audio;
  private final Set<String> names = new HashSet<>();

  private ClipTable(Path table, Path audio) {
    this.table = table;
    this.audio = audio;
  }

  /**
   * All rows in their order, whether or not their files are there.
   *
   * @param audio the folder that holds fold1 to fold10
   * @throws DatasetException when it can't be understood; the message names the table and, where it
   *     is one row's fault, its line
   */
  static List<Clip> read(Path table, Path audio) throws DatasetException {
    return new ClipTable(table, audio).rows();
  }

  private List<Clip> rows() throws DatasetException {
    List<Clip> clips = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(table)) {
      for (NamedCsvRecord row : reader) {
        if (clips.isEmpty()) {
          requireColumns(row);
        }
        clips.add(clip(row));
      }
    } catch (CsvParseException e) {
      // the reader says the line, what it wraps says what is wrong there
      String why = e.getCause() == null ? "" : ": " + because(e.getCause());
      throw new DatasetException(table + " is not a CSV table: " + because(e) + why, e);
    } catch (DatasetException e) {
      throw e;
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException(table + " can't be read: " + because(e), e);
    }
    if (clips.isEmpty()) {
      throw new DatasetException(table + " has no rows: fetch UrbanSound8K again");
    }
    return clips;
  }

  private void requireColumns(NamedCsvRecord row) throws DatasetException {
    List<String> lacking =
        COLUMNS.stream().filter(column -> !row.getHeader().contains(column)).toList();
    if (!lacking.isEmpty()) {
      throw new DatasetException(
          "%s lacks the columns %s".formatted(table, String.join(", ", lacking)));
    }
  }

  private Clip clip(NamedCsvRecord row) throws DatasetException {
    try {
      String fileName = fileName(row);
      double startS = number(row, "start", Double::parseDouble);
      double endS = number(row, "end", Double::parseDouble);
      if (!(startS >= 0 && endS >= startS && endS < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "from %s to %s s is no part of a recording".formatted(startS, endS));
      }
      int fold = fold(row);
      return new Clip(
          fileName,
          number(row, "fsID", Long::parseLong),
          startS,
          endS,
          number(row, "salience", Integer::parseInt) == 1,
          fold,
          soundClass(row),
          audio.resolve("fold" + fold).resolve(fileName));
    } catch (IllegalArgumentException e) {
      throw new DatasetException(
          "%s, line %d: %s".formatted(table, row.getStartingLineNumber(), because(e)), e);
    }
  }

  private String fileName(NamedCsvRecord row) {
    String name = row.getField("slice_file_name");
    if (!name.matches("[\\w-]+(\\.[\\w-]+)*")) {
      throw new IllegalArgumentException("'%s' is not a file's name".formatted(name));
    }
    // a clip that counted twice would weigh twice, and could be in two folds
    if (!names.add(name)) {
      throw new IllegalArgumentException("'%s' stands in a line before".formatted(name));
    }
    return name;
  }

  private static int fold(NamedCsvRecord row) {
    int fold = number(row, "fold", Integer::parseInt);
    if (fold < 1 || fold > FOLDS) {
      throw new IllegalArgumentException("fold %d is not in 1..%d".formatted(fold, FOLDS));
    }
    return fold;
  }

  private static UrbanSoundClass soundClass(NamedCsvRecord row) {
    String label = row.getField("class");
    return UrbanSoundClass.ofLabel(label)
        .orElseThrow(
            () -> new IllegalArgumentException("'%s' is none of its ten classes".formatted(label)));
  }

  private static <N extends Number> N number(
      NamedCsvRecord row, String column, Function<String, N> parse) {
    String text = row.getField(column);
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s is '%s'".formatted(column, text), e);
    }
  }

  private static String because(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
