package dev.earshot.contracts;

import static dev.earshot.contracts.SchemaEvolutionTest.changed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The build check of contracts: what is released stays readable, and what is new is released. */
class ReleasedSchemasTest {
  private static final Path SOURCES = Path.of("src/main/avro");
  private static final Path RELEASED = Path.of("src/main/resources/dev/earshot/contracts/released");
  private static final Path CANDIDATES = Path.of("target/released");

  static List<String> typeNames() {
    return ReleasedSchemas.TYPES.stream().map(Class::getSimpleName).toList();
  }

  @ParameterizedTest
  @MethodSource("typeNames")
  void whatIsInTheSourcesIsCompatibleWithEveryRelease(String type) throws IOException {
    for (Schema release : ReleasedSchemas.of(type)) {
      assertThat(SchemaChange.problems(source(type), release)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("typeNames")
  void everyReleaseIsCompatibleWithEveryOther(String type) {
    List<Schema> releases = ReleasedSchemas.of(type);
    for (int newer = 1; newer < releases.size(); newer++) {
      for (int older = 0; older < newer; older++) {
        assertThat(SchemaChange.problems(releases.get(newer), releases.get(older))).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("typeNames")
  void whatIsInTheSourcesIsReleased(String type) throws IOException {
    List<Schema> releases = ReleasedSchemas.of(type);
    Schema source = source(type);
    Schema newest = releases.isEmpty() ? null : releases.get(releases.size() - 1);
    if (!source.equals(newest)) { // compares everything but the docs
      boolean sameBytes =
          newest != null && SingleObject.fingerprint(source) == SingleObject.fingerprint(newest);
      int version = sameBytes ? releases.size() : releases.size() + 1;
      Path candidate = CANDIDATES.resolve(type).resolve(version + ".avsc");
      Files.createDirectories(candidate.getParent());
      Files.writeString(candidate, SchemaFormatter.format("json/pretty", source) + "\n");
      Path target = RELEASED.resolve(type).resolve(version + ".avsc");
      throw new AssertionError(
          String.format(
              "%s in %s is not what is released. Its compatibility is checked by the other tests"
                  + " of this class; once they pass, release it as version %d%s:%n"
                  + "  mkdir -p schemas/%s && cp schemas/%s schemas/%s",
              type,
              SOURCES,
              version,
              sameBytes ? " again (the bytes on the wire stay as they are)" : "",
              target.getParent(),
              candidate,
              target));
    }
  }

  @ParameterizedTest
  @MethodSource("typeNames")
  void theGeneratedTypeIsOfTheNewestRelease(String type) {
    List<Schema> releases = ReleasedSchemas.of(type);
    Class<? extends SpecificRecord> generated =
        ReleasedSchemas.TYPES.stream()
            .filter(t -> t.getSimpleName().equals(type))
            .findFirst()
            .orElseThrow();
    Schema own = SpecificData.get().getSchema(generated);
    assertThat(SingleObject.fingerprint(own))
        .isEqualTo(SingleObject.fingerprint(releases.get(releases.size() - 1)));
  }

  @Test
  void everyFileThatIsReleasedIsFound() throws IOException {
    try (Stream<Path> files = Files.walk(RELEASED)) {
      long released = files.filter(Files::isRegularFile).count();
      long found = typeNames().stream().mapToLong(t -> ReleasedSchemas.of(t).size()).sum();
      assertThat(found).isEqualTo(released); // a number left out would hide the ones after it
    }
  }

  @Test
  void noTwoReleasesShareAFingerprint() {
    Set<Long> seen = new HashSet<>();
    for (String type : typeNames()) {
      for (Schema release : ReleasedSchemas.of(type)) {
        assertThat(seen.add(SingleObject.fingerprint(release))).as(release.getName()).isTrue();
      }
    }
  }

  @Test
  void everyRecordAndEveryFieldHasADoc() throws IOException {
    List<String> without = new ArrayList<>();
    for (String type : typeNames()) {
      collectUndocumented(source(type), without);
    }
    assertThat(without).isEmpty();
  }

  private static void collectUndocumented(Schema schema, List<String> without) {
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(branch -> collectUndocumented(branch, without));
      case ARRAY -> collectUndocumented(schema.getElementType(), without);
      case MAP -> collectUndocumented(schema.getValueType(), without);
      case RECORD -> {
        if (schema.getDoc() == null || schema.getDoc().isBlank()) {
          without.add(schema.getFullName());
        }
        for (Schema.Field field : schema.getFields()) {
          if (field.doc() == null || field.doc().isBlank()) {
            without.add(schema.getFullName() + "." + field.name());
          }
          collectUndocumented(field.schema(), without);
        }
      }
      default -> {}
    }
  }

  // The oracle: each of these changes must turn the check red.

  @Test
  void theCheckIsRedWhenAFieldChangesItsType() {
    Schema release = ReleasedSchemas.of("PcmFrame").get(0);
    Schema broken =
        changed(
            release,
            json ->
                json.replace(
                    "{\"name\":\"sample_rate_hz\",\"type\":\"int\"",
                    "{\"name\":\"sample_rate_hz\",\"type\":\"string\""));
    assertThat(SchemaChange.problems(broken, release))
        .hasSize(2)
        .allMatch(problem -> problem.contains("TYPE_MISMATCH"));
  }

  @Test
  void theCheckIsRedWhenAFieldIsWidenedSoThatOldReadersFail() {
    Schema release = ReleasedSchemas.of("PcmFrame").get(0);
    Schema broken =
        changed(
            release,
            json ->
                json.replace(
                    "{\"name\":\"sample_rate_hz\",\"type\":\"int\"",
                    "{\"name\":\"sample_rate_hz\",\"type\":\"long\""));
    assertThat(SchemaChange.problems(broken, release))
        .singleElement()
        .asString()
        .startsWith("a reader that is out there");
  }

  @Test
  void theCheckIsRedWhenAFieldWithoutADefaultIsAdded() {
    Schema release = ReleasedSchemas.of("NodeProfile").get(0);
    Schema broken =
        changed(
            release,
            json ->
                json.replace(
                    "{\"name\":\"place\"",
                    "{\"name\":\"owner\",\"type\":\"string\"},{\"name\":\"place\""));
    assertThat(SchemaChange.problems(broken, release))
        .singleElement()
        .asString()
        .startsWith("a new reader")
        .contains("owner");
  }

  @Test
  void theCheckIsRedWhenAFieldWithoutADefaultIsTakenAway() {
    Schema release = ReleasedSchemas.of("NodeStatus").get(0);
    Schema broken =
        changed(
            release,
            json -> {
              int start = json.indexOf(",{\"name\":\"restarts\"");
              return json.substring(0, start) + json.substring(json.indexOf('}', start) + 1);
            });
    assertThat(SchemaChange.problems(broken, release))
        .singleElement()
        .asString()
        .startsWith("a reader that is out there")
        .contains("restarts");
  }

  @Test
  void theCheckIsRedWhenASymbolIsTakenFromAnEnumWithoutADefault() {
    Schema release =
        new Schema.Parser().parse("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}");
    Schema broken =
        new Schema.Parser().parse("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}");
    assertThat(SchemaChange.problems(broken, release))
        .singleElement()
        .asString()
        .contains("MISSING_ENUM_SYMBOLS");
  }

  @Test
  void theCheckIsGreenForAFieldWithADefaultAndForASymbolMore() {
    Schema profile = ReleasedSchemas.of("NodeProfile").get(0);
    Schema wider =
        changed(
            profile,
            json ->
                json.replace(
                    "{\"name\":\"place\"",
                    "{\"name\":\"owner\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"place\""));
    assertThat(SchemaChange.problems(wider, profile)).isEmpty();
    Schema frame = ReleasedSchemas.of("PcmFrame").get(0);
    Schema oneMore =
        changed(frame, json -> json.replace("\"PCM_F32LE\"", "\"PCM_F32LE\",\"OPUS\""));
    assertThat(SchemaChange.problems(oneMore, frame)).isEmpty();
  }

  private static Schema source(String type) throws IOException {
    Schema.Parser parser = new Schema.Parser();
    parser.parse(SOURCES.resolve("Level.avsc").toFile());
    return parser.parse(SOURCES.resolve(type + ".avsc").toFile());
  }
}
