package dev.earshot.recordings;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data set UrbanSound8K on disk: its table, the clips that are there, and their sound.
 *
 * <p>Rows of the table whose file is missing are counted, not an error: parts of the set are
 * common. Thread-safe; clips are read when they are asked for and not kept.
 *
 * <p>Source: J. Salamon, C. Jacoby, J. P. Bello, "A Dataset and Taxonomy for Urban Sound Research",
 * ACM Multimedia 2014.
 */
public final class UrbanSound8K {
  private static final Path TABLE = Path.of("metadata", "UrbanSound8K.csv");
  private static final List<String> COLUMNS =
      List.of("slice_file_name", "fsID", "start", "end", "salience", "fold", "class");

  /**
   * The set's sound has a dozen rates; damaged files may claim any, and a resampler's tables are up
   * to 20 MB.
   */
  private static final int MOST_RESAMPLERS = 32;

  private final Path folder;
  private final List<Clip> clips;
  private final int missing;
  private final SortedSet<Integer> folds;
  private final Map<RateChange, Resampler> resamplers = new ConcurrentHashMap<>();

  private record RateChange(int fromHz, int toHz) {}

  private UrbanSound8K(Path folder, List<Clip> clips, int missing) {
    this.folder = folder;
    this.clips = List.copyOf(clips);
    this.missing = missing;
    SortedSet<Integer> present = new TreeSet<>();
    clips.forEach(clip -> present.add(clip.fold()));
    this.folds = Collections.unmodifiableSortedSet(present);
  }

  /**
   * Reads the table and looks which of its files are there.
   *
   * @param dir the data set's folder (it holds {@code metadata} and {@code audio}), or the one
   *     above, holding {@code UrbanSound8K}
   * @throws DatasetException when it is not such a folder, its table can't be understood, or none
   *     of its files is there
   */
  public static UrbanSound8K open(Path dir) throws DatasetException {
    if (!Files.isDirectory(dir)) {
      throw new DatasetException(
          "%s is %s: give UrbanSound8K's folder, the one that holds metadata/ and audio/"
              .formatted(dir, Files.exists(dir) ? "not a folder" : "not there"));
    }
    Path folder = Files.isRegularFile(dir.resolve(TABLE)) ? dir : dir.resolve("UrbanSound8K");
    Path table = folder.resolve(TABLE);
    if (!Files.isRegularFile(table)) {
      throw new DatasetException(
          "%s has no %s: give UrbanSound8K's folder, or the one above it".formatted(dir, TABLE));
    }
    List<Clip> present = new ArrayList<>();
    int rows = 0;
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(table)) {
      for (NamedCsvRecord row : reader) {
        if (rows == 0) {
          requireColumns(table, row);
        }
        rows++;
        Clip clip = clip(folder, table, row);
        if (Files.isRegularFile(clip.path())) {
          present.add(clip);
        }
      }
    } catch (CsvParseException e) {
      throw new DatasetException(table + " is not a CSV table: " + firstLine(e.getMessage()), e);
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException(table + " can't be read: " + firstLine(e.getMessage()), e);
    }
    if (rows == 0) {
      throw new DatasetException(table + " has no rows: fetch UrbanSound8K again");
    }
    if (present.isEmpty()) {
      throw new DatasetException(
          "%s holds none of the %d clips of its table: they belong to %s"
              .formatted(folder, rows, folder.resolve(Path.of("audio", "foldN"))));
    }
    return new UrbanSound8K(folder, present, rows - present.size());
  }

  private static void requireColumns(Path table, NamedCsvRecord row) throws DatasetException {
    List<String> lacking =
        COLUMNS.stream().filter(column -> !row.getHeader().contains(column)).toList();
    if (!lacking.isEmpty()) {
      throw new DatasetException(
          "%s lacks the columns %s".formatted(table, String.join(", ", lacking)));
    }
  }

  private static Clip clip(Path folder, Path table, NamedCsvRecord row) throws DatasetException {
    try {
      String fileName = row.getField("slice_file_name");
      if (!fileName.matches("[\\w-]+(\\.[\\w-]+)*")) {
        throw new IllegalArgumentException("'%s' is not a file's name".formatted(fileName));
      }
      String label = row.getField("class");
      int fold = Integer.parseInt(row.getField("fold"));
      return new Clip(
          fileName,
          Long.parseLong(row.getField("fsID")),
          Double.parseDouble(row.getField("start")),
          Double.parseDouble(row.getField("end")),
          Integer.parseInt(row.getField("salience")) == 1,
          fold,
          UrbanSoundClass.ofLabel(label)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'%s' is none of its ten classes".formatted(label))),
          folder.resolve("audio").resolve("fold" + fold).resolve(fileName));
    } catch (IllegalArgumentException | NoSuchElementException e) {
      // a number that is none, a row that is too short
      throw new DatasetException(
          "%s, line %d: %s"
              .formatted(table, row.getStartingLineNumber(), firstLine(e.getMessage())),
          e);
    }
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  /** The folder that holds {@code metadata} and {@code audio}. */
  public Path folder() {
    return folder;
  }

  /** The clips that are there, in the table's order. */
  public List<Clip> clips() {
    return clips;
  }

  /** The clips of some folds that are there, in the table's order. */
  public List<Clip> clips(Set<Integer> ofFolds) {
    return clips.stream().filter(clip -> ofFolds.contains(clip.fold())).toList();
  }

  /** How many of the table's rows have no file. */
  public int missing() {
    return missing;
  }

  /** The folds that have at least one clip. */
  public SortedSet<Integer> folds() {
    return folds;
  }

  /**
   * A clip's sound, mixed down to mono, at the wanted rate; the array is the caller's.
   *
   * @throws UnreadableAudioException when its file can't be read; the message names it
   */
  public float[] samples(Clip clip, int sampleRateHz) throws UnreadableAudioException {
    Recording recording = WavFile.read(clip.path());
    return resampler(new RateChange(recording.sampleRateHz(), sampleRateHz))
        .resample(recording.mono());
  }

  private Resampler resampler(RateChange change) {
    Resampler known = resamplers.get(change);
    if (known != null) {
      return known;
    }
    Resampler made = new Resampler(change.fromHz, change.toHz);
    if (resamplers.size() < MOST_RESAMPLERS) {
      resamplers.put(change, made);
    }
    return made;
  }
}
