package dev.earshot.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The modules' poms let nothing through that the arrows forbid; {@link ArchitectureTest} looks at
 * the code of those modules that are here to be looked at.
 */
class ModulesTest {
  private static final Map<String, Set<String>> KNOWN_AT_MOST =
      Map.of(
          "console", Set.of(),
          "schemas", Set.of(),
          "acoustics", Set.of(),
          "recordings", Set.of("acoustics"),
          "trainer", Set.of("console", "acoustics", "recordings"),
          "producer-sim", Set.of("console", "schemas", "acoustics", "recordings"),
          "stream-processor", Set.of("console", "schemas", "acoustics"));

  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern OF_THIS_PROJECT =
      Pattern.compile("<artifactId>earshot-([a-z-]+)</artifactId>");

  static Set<String> modules() {
    return new TreeSet<>(KNOWN_AT_MOST.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void knowsNoMoreThanTheArrowsAllow(String module) throws Exception {
    String pom = Files.readString(Path.of("..", module, "pom.xml"));

    assertThat(KNOWN_AT_MOST.get(module)).containsAll(dependenciesIn(pom));
  }

  private static Set<String> dependenciesIn(String pom) {
    Set<String> found = new TreeSet<>();
    Matcher dependencies = DEPENDENCY.matcher(pom);
    while (dependencies.find()) {
      Matcher own = OF_THIS_PROJECT.matcher(dependencies.group(1));
      if (own.find() && !dependencies.group(1).contains("<scope>test</scope>")) {
        found.add(own.group(1));
      }
    }
    return found;
  }
}
