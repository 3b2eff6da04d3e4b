package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class KafkaOptionsTest {
  @Command
  private static final class Options {
    @Mixin private KafkaOptions kafka;
  }

  private static Map<String, String> parsed(String... args) {
    Options options = new Options();
    new CommandLine(options).parseArgs(args);
    return options.kafka.clientProperties();
  }

  @Test
  void aBrokerOnThisMachineIsTheDefault() {
    assertThat(parsed()).containsExactlyEntriesOf(Map.of("bootstrap.servers", "localhost:9092"));
  }

  @Test
  void anyClientPropertyIsPassedOn() {
    assertThat(
            parsed(
                "--bootstrap-servers", "kafka:9093",
                "--kafka", "security.protocol=SASL_SSL",
                "--kafka", "sasl.jaas.config=Login required username=\"a=b\";"))
        .containsEntry("bootstrap.servers", "kafka:9093")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "Login required username=\"a=b\";");
  }

  @Test
  void theCommandLineWinsOverTheFile(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("client.properties"),
            "bootstrap.servers=a:1\nsecurity.protocol=SSL\nlinger.ms=7\n");

    assertThat(parsed("--kafka-config", file.toString(), "--kafka", "security.protocol=PLAINTEXT"))
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("security.protocol", "PLAINTEXT")
        .containsEntry("linger.ms", "7");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> parsed("--kafka-config", "nowhere.properties"))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("cannot read --kafka-config nowhere.properties");
  }
}
