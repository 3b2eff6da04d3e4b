package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class KafkaOptionsTest {
  @Command
  private static final class Options {
    @Mixin private KafkaOptions kafka;

    Options(Map<String, String> environment) {
      kafka = new KafkaOptions(environment);
    }
  }

  private static Map<String, String> parsed(String... args) {
    return parsed(Map.of(), args);
  }

  private static Map<String, String> parsed(Map<String, String> environment, String... args) {
    Options options = new Options(environment);
    new CommandLine(options).parseArgs(args);
    return options.kafka.clientProperties();
  }

  @Test
  void aBrokerOnThisMachineIsTheDefault() {
    assertThat(parsed()).containsEntry("bootstrap.servers", "localhost:9092");
  }

  @Test
  void anyClientPropertyIsPassedOn() {
    assertThat(
            parsed(
                "--bootstrap-servers", "kafka:9093",
                "--kafka", "security.protocol=SASL_SSL",
                "--kafka", "client.rack=a=b"))
        .containsEntry("bootstrap.servers", "kafka:9093")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("client.rack", "a=b");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config",
        "ssl.key.password",
        "ssl.keystore.password",
        "ssl.truststore.password",
        "ssl.keystore.key",
        "producer.sasl.jaas.config",
        "listener.name.x.scram-sha-512.sasl.jaas.config",
        "sasl.oauthbearer.client.credentials.client.secret",
        "sasl.oauthbearer.assertion.private.key.passphrase",
        "SSL.KEY.PASSWORD"
      })
  void aSecretOnTheCommandLineIsRefusedAndNotRepeated(String key) {
    assertThatThrownBy(() -> parsed("--kafka", key + "=geheim"))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageStartingWith("--kafka " + key + " would show a secret")
        .hasMessageContaining("--kafka-config")
        .message()
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keystore.location",
        "ssl.keystore.type",
        "key.serializer",
        "sasl.mechanism",
        "sasl.oauthbearer.token.endpoint.url"
      })
  void whatIsNoSecretIsTaken(String key) {
    assertThat(parsed("--kafka", key + "=x")).containsEntry(key, "x");
  }

  @Test
  void theEnvironmentIsTakenBetweenFileAndCommandLine(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("client.properties"), "sasl.mechanism=A\nclient.rack=A\nlinger.ms=7\n");
    Map<String, String> environment =
        Map.of(
            "EARSHOT_KAFKA_SASL_MECHANISM", "B",
            "EARSHOT_KAFKA_CLIENT_RACK", "B",
            "EARSHOT_KAFKA_SASL_JAAS_CONFIG", "Login required;",
            "KAFKA_LINGER_MS", "8");
    assertThat(parsed(environment, "--kafka-config", file.toString(), "--kafka", "client.rack=C"))
        .containsEntry("sasl.mechanism", "B")
        .containsEntry("client.rack", "C")
        .containsEntry("sasl.jaas.config", "Login required;")
        .containsEntry("linger.ms", "7");
  }

  @Test
  void variablesAreLeftToKafkasOwnProviders(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("client.properties"),
            "ssl.key.password=${env:KEY_PASSWORD}\nsasl.jaas.config=${file:/run/kafka:jaas}\n");
    String[] args = {"--kafka-config", file.toString()};
    assertThat(parsed(Map.of("KEY_PASSWORD", "geheim"), args))
        .containsEntry("ssl.key.password", "${env:KEY_PASSWORD}")
        .containsEntry("sasl.jaas.config", "${file:/run/kafka:jaas}")
        .containsEntry(
            "config.providers.env.class",
            "org.apache.kafka.common.config.provider.EnvVarConfigProvider")
        .doesNotContainValue("geheim");
    assertThatThrownBy(() -> parsed(args))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "ssl.key.password needs the environment variable KEY_PASSWORD, which is not set");
  }

  @Test
  void noOtherProvidersAreLetIn(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("client.properties"),
            "config.providers=mine\nconfig.providers.mine.class=evil.Provider\n");
    assertThat(parsed("--kafka-config", file.toString()).get("config.providers").split(","))
        .containsExactlyInAnyOrder("env", "file", "dir");
  }
}
