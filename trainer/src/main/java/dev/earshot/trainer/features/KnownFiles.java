package dev.earshot.trainer.features;

import dev.earshot.trainer.work.Sha256;
import dev.earshot.trainer.work.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers the sums of files that have not changed since they were read, so that gigabytes need
 * not be read again. A file is taken for unchanged while its path, size, identity and times are the
 * same; where the system keeps the time of the last change of any kind, nothing that happens to a
 * file goes unnoticed.
 *
 * <p>Kept as lines of text, a file's state and its sum. A damaged sum is the sum of nothing and is
 * found out by that. Thread-safe.
 */
final class KnownFiles {
  /** The oldest are forgotten first; some 13 MB of text. */
  private static final int FILES_MAX = 100_000;

  /** A longer index is none of ours. */
  private static final int INDEX_BYTES_MAX = 64 << 20;

  /** Some file systems keep times no finer than 2 s: what is younger may change unnoticed. */
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(10);

  private static final String CHANGED = "ctime";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9a-f]{64})");

  private final Path index;
  private final Map<String, String> before;
  private final Map<String, String> used = new ConcurrentHashMap<>();

  /**
   * A file as it was.
   *
   * @param text differs for another file or another state of it
   * @param settled whether a change from now on would change the text
   */
  record State(String text, boolean settled) {}

  private KnownFiles(Path index, Map<String, String> before) {
    this.index = index;
    this.before = before;
  }

  /** What an index file holds; nothing where it can't be read. */
  static KnownFiles in(Path index) {
    return new KnownFiles(index, read(index));
  }

  /**
   * The state that a file is in; empty where it can't be told. What a copy kept of the time of its
   * content, or what was set, does not make it settled, where the system keeps the time of that.
   */
  static Optional<State> state(Path file, Instant now) {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    try {
      Map<String, Object> attributes =
          new TreeMap<>(
              Files.readAttributes(
                  file,
                  unix
                      ? "unix:size,lastModifiedTime,ino," + CHANGED
                      : "size,lastModifiedTime,fileKey"));
      String state = file.toAbsolutePath() + " " + attributes;
      Instant settled = now.minus(SETTLED_AFTER);
      return Optional.of(
          new State(
              Sha256.of(state.getBytes(StandardCharsets.UTF_8)).hex(),
              Stream.of("lastModifiedTime", CHANGED)
                  .filter(attributes::containsKey)
                  .map(time -> ((FileTime) attributes.get(time)).toInstant())
                  .allMatch(settled::isAfter)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The sum of a file in a state. */
  Optional<Sha256> sum(State state) {
    return Optional.ofNullable(before.get(state.text()))
        .map(
            sum -> {
              used.put(state.text(), sum);
              return new Sha256(sum);
            });
  }

  /** Remembers a sum, where it can be relied on. */
  void remember(State state, Sha256 sum) {
    if (state.settled()) {
      used.put(state.text(), sum.hex());
    }
  }

  /**
   * Writes the index where there is something new, keeping what other processes wrote meanwhile.
   */
  void save() throws IOException {
    if (before.entrySet().containsAll(used.entrySet())) {
      return;
    }
    Map<String, String> all = read(index);
    all.keySet().removeAll(used.keySet());
    all.putAll(used);
    String lines =
        all.entrySet().stream()
            .skip(Math.max(0, all.size() - FILES_MAX))
            .map(file -> file.getKey() + " " + file.getValue() + "\n")
            .collect(Collectors.joining());
    WholeFiles.write(index, lines.getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<String, String> read(Path index) {
    Map<String, String> known = new LinkedHashMap<>();
    try {
      if (Files.size(index) > INDEX_BYTES_MAX) {
        return known;
      }
      for (String line : Files.readString(index, StandardCharsets.ISO_8859_1).split("\n")) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          known.put(matcher.group(1), matcher.group(2));
        }
      }
    } catch (NoSuchFileException e) {
      // the first time
    } catch (IOException e) {
      // files are read once more, and whoever writes the index hears why it can't be
    }
    return known;
  }
}
