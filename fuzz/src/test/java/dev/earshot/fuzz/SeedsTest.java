package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzing starts from is right, of these days, and small. */
class SeedsTest {
  private static final Path RESOURCES = Path.of("src/test/resources/dev/earshot/fuzz");
  private static final long MOST_BYTES = 300_000;

  /**
   * Where it fails because something is written otherwise now: {@code java -cp ...
   * dev.earshot.fuzz.Seeds src/test/resources/dev/earshot/fuzz}, or copy what it left in {@code
   * target/seeds}.
   */
  @Test
  void theyAreWhatIsWrittenToday() throws IOException {
    Map<String, byte[]> seeds = Seeds.all();
    Seeds.main(new String[] {"target/seeds"});

    assertThat(committed("right-")).isEqualTo(seeds.keySet());
    for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
      assertThat(RESOURCES.resolve(seed.getKey())).hasBinaryContent(seed.getValue());
    }
  }

  @Test
  void allInputsTogetherAreSmall() throws IOException {
    long bytes = 0;
    for (String input : committed("")) {
      bytes += Files.size(RESOURCES.resolve(input));
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static Set<String> committed(String beginning) throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith(beginning))
          .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toSet());
    }
  }
}
