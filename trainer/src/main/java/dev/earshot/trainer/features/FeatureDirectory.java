package dev.earshot.trainer.features;

import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.WavFile;
import dev.earshot.trainer.work.Sha256;
import dev.earshot.trainer.work.WholeFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Keeps columns in a folder, a file for each content and recipe, under the sum of both: what a file
 * is called and where it lies does not matter, and what changed is never found.
 *
 * <p>An entry that is damaged, cut short or not what its name says counts as absent and is
 * replaced. Entries are written under another name and renamed, so several processes may share a
 * folder. A folder that can't be written to costs one warning. Nothing but its own files is
 * touched.
 *
 * <p>On {@link #close}, where entries were written, those least recently used are deleted until the
 * rest fits the bound; use is noted once a day.
 */
public final class FeatureDirectory implements FeatureStore {
  /** What a folder holds at most between runs: the columns of about 200,000 clips of 4 s. */
  public static final long BYTES_MAX = 2L << 30;

  private static final String INDEX = "files.txt";
  private static final String SUFFIX = ".features";
  private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}" + Pattern.quote(SUFFIX));
  private static final Duration USE_NOTED_AFTER = Duration.ofDays(1);

  /** Larger ones are neither kept nor read: hours of sound with the paper's front-end. */
  private static final int ENTRY_BYTES_MAX = 16 << 20;

  private final Path folder;
  private final long bytesMax;
  private final Consumer<String> warnings;
  private final Clock clock;
  private final KnownFiles files;
  private final AtomicBoolean wrote = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();

  private record Entry(Path file, long bytes, FileTime used) {}

  private FeatureDirectory(Path folder, long bytesMax, Consumer<String> warnings, Clock clock) {
    this.folder = folder;
    this.bytesMax = bytesMax;
    this.warnings = warnings;
    this.clock = clock;
    this.files = KnownFiles.in(folder.resolve(INDEX));
  }

  /**
   * Opens a folder, making it when it is not there.
   *
   * @param bytesMax what it may hold between runs
   * @param warnings hears, once at most, that nothing can be kept and why
   */
  public static FeatureDirectory in(Path folder, long bytesMax, Consumer<String> warnings) {
    return in(folder, bytesMax, warnings, Clock.systemUTC());
  }

  static FeatureDirectory in(Path folder, long bytesMax, Consumer<String> warnings, Clock clock) {
    FeatureDirectory directory = new FeatureDirectory(folder, bytesMax, warnings, clock);
    directory.write(() -> Files.createDirectories(folder));
    return directory;
  }

  @Override
  public Columns columns(Path file, FeatureRecipe recipe, Computation computation)
      throws UnreadableAudioException {
    // before the content: what changes in between has another state
    Optional<KnownFiles.State> state = KnownFiles.state(file, clock.instant());
    Optional<Columns> kept = state.flatMap(files::sum).map(recipe::key).flatMap(this::read);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] content = WavFile.bytes(file);
    Sha256 sum = Sha256.of(content);
    state.ifPresent(known -> files.remember(known, sum));
    Sha256 key = recipe.key(sum);
    Optional<Columns> ofSameContent = read(key);
    if (ofSameContent.isPresent()) {
      return ofSameContent.get();
    }
    Columns columns = computation.of(content);
    keep(key, columns);
    return columns;
  }

  private void keep(Sha256 key, Columns columns) {
    byte[] entry = FeatureEntry.encode(key, columns);
    if (entry.length <= ENTRY_BYTES_MAX) {
      write(
          () -> {
            WholeFiles.write(entry(key), entry);
            wrote.set(true);
          });
    }
  }

  private Path entry(Sha256 key) {
    return folder.resolve(key.hex() + SUFFIX);
  }

  private Optional<Columns> read(Sha256 key) {
    Path entry = entry(key);
    try {
      if (Files.size(entry) > ENTRY_BYTES_MAX) {
        return Optional.empty();
      }
      Optional<Columns> columns = FeatureEntry.decode(key, Files.readAllBytes(entry));
      if (columns.isPresent()) {
        noteUse(entry);
      }
      return columns;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void noteUse(Path entry) {
    Instant now = clock.instant();
    try {
      if (Files.getLastModifiedTime(entry).toInstant().isBefore(now.minus(USE_NOTED_AFTER))) {
        Files.setLastModifiedTime(entry, FileTime.from(now));
      }
    } catch (IOException e) {
      // a folder that can only be read: nobody here will delete from it either
    }
  }

  @Override
  public void close() {
    write(
        () -> {
          files.save();
          if (wrote.get()) {
            WholeFiles.deleteAbandoned(folder);
            trim();
          }
        });
  }

  private void trim() throws IOException {
    List<Entry> entries = entries();
    entries.sort(Comparator.comparing(Entry::used));
    long bytes = entries.stream().mapToLong(Entry::bytes).sum();
    for (int i = 0; bytes > bytesMax; i++) {
      Files.deleteIfExists(entries.get(i).file());
      bytes -= entries.get(i).bytes();
    }
  }

  /** What is kept. Of a folder that is a link, what it leads to: a walk would end at the link. */
  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Files.walkFileTree(
        folder.toRealPath(),
        Set.of(),
        1,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (ENTRY.matcher(file.getFileName().toString()).matches()) {
              entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // another process deleted it meanwhile
            return FileVisitResult.CONTINUE;
          }
        });
    return entries;
  }

  /** Something that can fail because of the folder. */
  private interface Change {
    void make() throws IOException;
  }

  /** Changes the folder, unless that has failed before. */
  private void write(Change change) {
    if (broken.get()) {
      return;
    }
    try {
      change.make();
    } catch (IOException e) {
      if (broken.compareAndSet(false, true)) {
        warnings.accept(
            "warning: features can't be kept in %s: %s; they are computed each time"
                .formatted(folder, WholeFiles.reason(e)));
      }
    }
  }
}
