package dev.earshot.city.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What docs/security.md says of how containers are confined, the files that make them say too. */
class ContainersTest {
  private static final Path ROOT = Path.of("..");

  private static Map<?, ?> service(String name) throws IOException {
    Map<String, Map<?, ?>> compose =
        new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));
    return (Map<?, ?>) compose.get("services").get(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"processor", "simulator"})
  void ofEarshotsOwnTheImageIsReadOnly(String name) throws IOException {
    assertThat(service(name).get("read_only")).isEqualTo(true);
    assertThat(service(name).get("tmpfs"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly("/tmp:exec,nosuid,nodev,size=256m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka", "processor", "simulator"})
  void noneHasARightOrCanGainOne(String name) throws IOException {
    assertThat(service(name).get("cap_drop")).isEqualTo(List.of("ALL"));
    assertThat(service(name).get("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
    assertThat((Object) service(name).get("privileged")).isNull();
    assertThat((Object) service(name).get("cap_add")).isNull();
  }

  @Test
  void nothingIsPublishedButThePageToThisMachine() throws IOException {
    assertThat((Object) service("kafka").get("ports")).isNull();
    assertThat((Object) service("simulator").get("ports")).isNull();
    assertThat(service("processor").get("ports")).isEqualTo(List.of("127.0.0.1:8080:8080"));
  }

  @Test
  void whatRunsInTheImageIsNotRoot() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("Dockerfile"));
    List<String> image =
        lines.subList(lines.lastIndexOf("FROM ${RUN_IMAGE}"), lines.size()).stream()
            .map(String::strip)
            .toList();
    assertThat(image).anyMatch(line -> line.contains("useradd") && line.contains("--uid 10001"));
    assertThat(image.stream().filter(line -> line.startsWith("USER ")))
        .containsExactly("USER earshot");
    assertThat(image.indexOf("USER earshot"))
        .isLessThan(image.indexOf("ENTRYPOINT [\"/opt/earshot/earshot\"]"));
  }
}
