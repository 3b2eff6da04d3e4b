package dev.earshot.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance is called. */
class InstanceIdTest {
  @TempDir private Path stateDir;

  @Test
  void anInstanceIsTheSameAfterARestartAndAnotherForAnotherApplication() throws IOException {
    String id = InstanceId.in(stateDir, "city");
    assertThat(InstanceId.in(stateDir, "city")).isEqualTo(id);
    assertThat(InstanceId.in(stateDir, "suburb")).isNotEqualTo(id);
    try (Stream<Path> files = Files.list(stateDir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("city.instance-id", "suburb.instance-id");
    }
  }

  @Test
  void whatAnEarlierStartHasLeftHalfDoneIsInNobodysWay() throws IOException {
    Files.writeString(stateDir.resolve("city.instance-id.new"), "0b2f");
    assertThat(InstanceId.in(stateDir, "city")).hasSize(36);
  }

  @Test
  void aFileThatIsNoneIsSaidInALine() throws IOException {
    Path file = Files.writeString(stateDir.resolve("city.instance-id"), "somebody");
    assertThatThrownBy(() -> InstanceId.in(stateDir, "city"))
        .isInstanceOf(Failure.class)
        .hasMessageContainingAll(file.toString(), "--state-dir");
  }
}
