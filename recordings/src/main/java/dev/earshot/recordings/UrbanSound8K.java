package dev.earshot.recordings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
              .formatted(
                  dir, Files.exists(dir) ? "not a folder (unpack an archive first)" : "not there"));
    }
    Path folder = Files.isRegularFile(dir.resolve(TABLE)) ? dir : dir.resolve("UrbanSound8K");
    Path table = folder.resolve(TABLE);
    if (!Files.isRegularFile(table)) {
      throw new DatasetException(
          "%s has no %s: give UrbanSound8K's folder, or the one above it".formatted(dir, TABLE));
    }
    Path audio = folder.resolve("audio");
    List<Clip> rows = ClipTable.read(table, audio);
    List<Clip> present = rows.stream().filter(clip -> Files.isRegularFile(clip.path())).toList();
    if (present.isEmpty()) {
      throw new DatasetException(
          "%s holds none of the %d clips of its table: they belong to %s"
              .formatted(folder, rows.size(), audio.resolve("foldN")));
    }
    return new UrbanSound8K(folder, present, rows.size() - present.size());
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
   * A clip's sound, mixed down to mono, at the wanted rate, one sample at least; the array is the
   * caller's.
   *
   * @throws UnreadableAudioException when its file can't be read; the message names it
   */
  public float[] samples(Clip clip, int sampleRateHz) throws UnreadableAudioException {
    return samples(clip, WavFile.bytes(clip.path()), sampleRateHz);
  }

  /**
   * As {@link #samples(Clip, int)}, where the clip's file has been read already.
   *
   * @param file its bytes, left as they are
   */
  public float[] samples(Clip clip, byte[] file, int sampleRateHz) throws UnreadableAudioException {
    Recording recording = WavFile.read(file, clip.path().toString());
    float[] samples =
        resampler(new RateChange(recording.sampleRateHz(), sampleRateHz))
            .resample(recording.mono());
    if (samples.length == 0) {
      throw new UnreadableAudioException(clip.path() + ": no samples in it");
    }
    return samples;
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
