package dev.earshot.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What docs/limits.md says of limits, the code says too. */
class LimitsTableTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DEFAULTS =
      ROOT.resolve("stream-processor/src/main/resources/META-INF/microprofile-config.properties");
  private static final List<String> PACKAGES =
      List.of(
          "contracts",
          "acoustics.detect",
          "acoustics.frontend",
          "acoustics.model",
          "recordings",
          "sim",
          "processor",
          "processor.access",
          "processor.audio",
          "processor.http",
          "processor.models",
          "processor.node",
          "processor.partition",
          "processor.query",
          "processor.scope");

  /** A line of a table: what, limit, constant, beyond it, shown by. */
  private record Limit(String what, String limit, String constant, String shownBy) {
    static Optional<Limit> of(String line) {
      String[] cells = line.split("\\|", -1);
      boolean isOne = cells.length == 7 && !cells[1].isBlank() && !cells[1].contains("---");
      return isOne && !cells[1].equals(" what ")
          ? Optional.of(
              new Limit(cells[1].strip(), cells[2].strip(), code(cells[3]), code(cells[5])))
          : Optional.empty();
    }

    private static String code(String cell) {
      return cell.replace("`", "").strip();
    }
  }

  private static List<Limit> limits() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("docs/limits.md"))) {
      List<Limit> limits = lines.map(Limit::of).flatMap(Optional::stream).toList();
      assertThat(limits).hasSizeGreaterThan(40);
      return limits;
    }
  }

  @TestFactory
  Stream<DynamicTest> theNumbersAreTheConstants() throws IOException {
    return limits().stream()
        .filter(limit -> !limit.constant.isEmpty() && Character.isDigit(limit.limit.charAt(0)))
        .map(
            limit ->
                DynamicTest.dynamicTest(
                    limit.constant,
                    () -> assertThat(limit.limit.split(" ")[0]).isEqualTo(valueOf(limit))));
  }

  @TestFactory
  Stream<DynamicTest> whatShowsThemIsThere() throws IOException {
    return limits().stream()
        .map(Limit::shownBy)
        .filter(test -> !test.isEmpty())
        .distinct()
        .map(test -> DynamicTest.dynamicTest(test, () -> assertThat(isThere(test)).isTrue()));
  }

  private static String valueOf(Limit limit) throws Exception {
    if (Character.isLowerCase(limit.constant.charAt(0))) {
      Properties defaults = new Properties();
      try (Reader reader = Files.newBufferedReader(DEFAULTS)) {
        defaults.load(reader);
      }
      return defaults.getProperty(limit.constant);
    }
    String[] path = limit.constant.split("\\.");
    Field field = named(path[0]).getDeclaredField(path[1]);
    field.setAccessible(true);
    Object value = field.get(null);
    if (path.length > 2) {
      Method component = value.getClass().getMethod(path[2]);
      value = component.invoke(value);
    }
    return said(value);
  }

  private static Class<?> named(String simpleName) {
    for (String each : PACKAGES) {
      try {
        return Class.forName("dev.earshot." + each + "." + simpleName);
      } catch (ClassNotFoundException e) {
        // in another package
      }
    }
    throw new AssertionError("no class " + simpleName + " in " + PACKAGES);
  }

  /** The number as the table has it, of a duration that of the unit it is said in. */
  private static String said(Object value) {
    if (value instanceof Duration duration) {
      boolean whole = duration.toMillis() % 1_000 == 0;
      return said(whole ? duration.toSeconds() : duration.toMillis());
    }
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : value.toString();
  }

  private static boolean isThere(String test) throws IOException {
    String[] names = test.split("\\.");
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module :
          modules.filter(each -> Files.isDirectory(each.resolve("src/test"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
          for (Path file : files.filter(each -> each.endsWith(names[0] + ".java")).toList()) {
            if (Files.readString(file).contains("void " + names[1] + "(")) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }
}
