package dev.earshot.city.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.city.doctor.Finding.Grade;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCheckTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "Apache Maven 3.8.6 (84538c9), OK",
    "Apache Maven 3.10.0, OK",
    "Apache Maven 4.0.0-rc-3, OK",
    "Apache Maven 3.8.5, WARNING",
    "Apache Maven 3.6.9, WARNING",
    "Apache Maven 2.9.9, WARNING",
    "no version, WARNING"
  })
  void mavenNeedsToBeNewEnough(String said, Grade grade) {
    assertThat(MachineCheck.maven(said, "install Maven").grade()).isEqualTo(grade);
  }

  @Test
  void littleMemoryIsAWarningThatSaysWhatToDo() {
    assertThat(MachineCheck.memory(8L << 30, 2L << 30).grade()).isEqualTo(Grade.OK);
    assertThat(MachineCheck.memory(1L << 30, 256L << 20).todo()).contains("the demo wants 2 GB");
    assertThat(MachineCheck.memory(8L << 30, 256L << 20).todo()).contains("EARSHOT_JAVA_OPTS");
  }

  @Test
  void aPortInUseIsNamedWithTheOptionThatTakesAnother() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Finding found = MachineCheck.port(other.getLocalPort(), "demo", "--port");

      assertThat(found.grade()).isEqualTo(Grade.WARNING);
      assertThat(found.todo()).contains("--port");
    }
  }

  @Test
  void programsThatAreNotThereAreNoFault() {
    assertThat(new MachineCheck(Map.of("PATH", directory.toString())).look(directory))
        .filteredOn(finding -> finding.check().equals("maven") || finding.check().equals("docker"))
        .extracting(Finding::grade)
        .containsExactly(Grade.WARNING, Grade.SKIPPED);
  }

  @Test
  void aStateThatCannotBeWrittenIsAFault() throws Exception {
    assertThat(MachineCheck.disk(directory.resolve("a/b")).says()).endsWith("a/b");
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(MachineCheck.disk(file.resolve("state")).grade()).isEqualTo(Grade.FAULT);
  }

  @Test
  void whatIsNotADataSetOrModelIsAFault() throws Exception {
    assertThat(ContentCheck.dataset(Optional.of(directory)).grade()).isEqualTo(Grade.FAULT);
    assertThat(ContentCheck.dataset(Optional.empty()).grade()).isEqualTo(Grade.SKIPPED);
    Path file = Files.write(directory.resolve("m.tflite"), new byte[100]);
    assertThat(ContentCheck.model(Optional.of(file)).grade()).isEqualTo(Grade.FAULT);
    assertThat(ContentCheck.model(Optional.empty()).grade()).isEqualTo(Grade.OK);
  }

  @Test
  void aClockThatIsNotTheBrokersIsSeen() {
    Instant now = Instant.parse("2026-06-01T12:00:00Z");

    assertThat(ClusterDoctor.clock(now.plusSeconds(90), now, false).says())
        .isEqualTo("90 s behind the brokers' at least");
    assertThat(ClusterDoctor.clock(now.minusSeconds(90), now, false).grade()).isEqualTo(Grade.OK);
    assertThat(ClusterDoctor.clock(now.minusSeconds(90), now, true).says())
        .isEqualTo("some 90 s ahead of the brokers'");
    assertThat(ClusterDoctor.clock(now.minusSeconds(2), now, true).grade()).isEqualTo(Grade.OK);
  }
}
