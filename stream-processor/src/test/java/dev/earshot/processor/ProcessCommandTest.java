package dev.earshot.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.console.EarshotCommand;
import dev.earshot.contracts.Topics;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProcessCommandTest {
  @TempDir private Path folder;

  private static Map<String, String> settings(String... args) {
    ProcessCommand command = new ProcessCommand();
    new CommandLine(command).parseArgs(args);
    return command.settings();
  }

  private record Ended(int exitCode, String said) {}

  private Ended run(String... args) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      String[] all = new String[args.length + 2];
      System.arraycopy(args, 0, all, 0, args.length);
      all[args.length] = "--state-dir";
      all[args.length + 1] = folder.resolve("state").toString();
      int exitCode = EarshotCommand.run(new ProcessCommand(), all);
      return new Ended(exitCode, said.toString(StandardCharsets.UTF_8).strip());
    } finally {
      System.setErr(before);
    }
  }

  private static void isOneLine(Ended ended, int exitCode, String... parts) {
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.said()).hasLineCount(1).startsWith("earshot: ").contains(parts);
  }

  @Test
  void anyClientPropertyReachesKafkaStreams() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"),
            "sasl.jaas.config=x required password=\"a${file:b:c}d\";\n");
    Map<String, String> settings =
        settings(
            "--bootstrap-servers", "k1:9092,k2:9092",
            "--kafka", "security.protocol=SASL_SSL",
            "--kafka-config", file.toString());
    assertThat(settings)
        .containsEntry("quarkus.kafka-streams.bootstrap-servers", "k1:9092,k2:9092")
        .containsEntry("kafka-streams.security.protocol", "SASL_SSL")
        .containsEntry("kafka-streams.processing.guarantee", "exactly_once_v2");
    SmallRyeConfig config =
        new SmallRyeConfigBuilder().addDefaultInterceptors().withDefaultValues(settings).build();
    assertThat(config.getValue("kafka-streams.sasl.jaas.config", String.class))
        .isEqualTo("x required password=\"a${file:b:c}d\";");
  }

  @Test
  void hostNamesAreCheckedUnlessSaidOtherwise() {
    String quarkusWord = "quarkus.kafka-streams.ssl.endpoint-identification-algorithm";
    assertThat(settings()).doesNotContainKey(quarkusWord);
    assertThat(settings("--kafka", "ssl.endpoint.identification.algorithm="))
        .containsEntry(quarkusWord, "");
  }

  @Test
  void aModelThatIsNotThereIsSaidInALine() {
    isOneLine(
        run("--model", folder.resolve("none.tflite").toString()), 1, "none.tflite", "--model");
  }

  @Test
  void aModelThatIsNoneIsSaidInALine() throws Exception {
    Path file = Files.writeString(folder.resolve("some.tflite"), "no model");
    isOneLine(run("--model", file.toString()), 1, "some.tflite", "--model");
  }

  @Test
  void aFileTooLargeForAModelIsSaidInALine() throws Exception {
    Path file = folder.resolve("large.tflite");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 32); // more than an array of bytes can hold
    }
    isOneLine(
        run("--model", file.toString()), 1, "large.tflite", "it has more than 16,777,216 bytes");
  }

  @Test
  void aPortInUseIsSaidInALine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      isOneLine(run("--port", port), 1, "127.0.0.1:" + port, "--port");
    }
  }

  @Test
  void aManagementPortInUseIsSaidInALine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      isOneLine(
          run("--port", "0", "--management-port", port),
          1,
          "127.0.0.1:" + port,
          "--management-port");
    }
  }

  @Test
  void onePortIsNotForTwoThings() {
    isOneLine(run("--port", "9000"), 2, "--port", "--management-port", "9000");
    isOneLine(run("--port", "9000", "--http-host", "localhost"), 2, "--management-port");
    isOneLine(
        run("--port", "9000", "--http-host", "0.0.0.0", "--insecure-http"), 2, "--management-port");
  }

  @Test
  void othersThanThisMachineAreServedOnlyOnceItIsSaidWho() throws Exception {
    Path users =
        Files.writeString(
            folder.resolve("users"),
            "ada=viewer,$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy\n");
    isOneLine(run("--http-host", "0.0.0.0"), 2, "--users", "--oidc-url", "--insecure-http");
    isOneLine(
        run("--http-host", "0.0.0.0", "--users", users.toString()), 2, "--tls-cert", "--tls-key");
    assertThat(settings("--http-host", "0.0.0.0", "--insecure-http"))
        .containsEntry("earshot.http.access", "ANYONE");
    assertThat(settings("--users", users.toString())).containsEntry("earshot.http.access", "USERS");
    assertThat(settings()).containsEntry("earshot.http.access", "THIS_MACHINE");
  }

  @Test
  void othersAreToldWhereThisOneIsReached() {
    String server = "quarkus.kafka-streams.application-server";
    assertThat(settings()).containsEntry(server, "127.0.0.1:8080");
    assertThat(settings("--port", "8081")).containsEntry(server, "127.0.0.1:8081");
    assertThat(settings("--advertise", "mast.example:80")).containsEntry(server, "mast.example:80");
    assertThat(settings("--port", "0")).doesNotContainKey(server);
    for (String none :
        new String[] {"mast.example", "mast:99999", "a_b:80", "[::1]:80", "a b:80"}) {
      isOneLine(run("--advertise", none), 2, "--advertise " + none, "HOST:PORT");
    }
  }

  @Test
  void thePagesPolicyNamesTheHostOfTheTilesAndNothingElse() {
    assertThat(settings("--tiles-url", "https://tiles.example:8443/{z}/{x}/{y}.png?key=a;b"))
        .containsEntry("earshot.page.tiles-origin", "https://tiles.example:8443");
    for (String none :
        new String[] {
          "https://tiles.example/",
          "tiles.example/{z}",
          "https://tiles.example;script-src/{z}",
          "https://*/{z}",
          "https://tiles.example 'unsafe-inline'/{z}"
        }) {
      isOneLine(run("--tiles-url", none), 2, "--tiles-url " + none, "{z}/{x}/{y}");
    }
  }

  @Test
  void aFolderOfReportsThatIsNotThereIsSaidInALine() {
    isOneLine(run("--reports", folder.resolve("none").toString()), 1, "none", "--reports");
  }

  @Test
  void whatDoesNotGoTogetherIsWrongUsage() {
    isOneLine(run("--tls-cert", "cert.pem"), 2, "--tls-key");
    isOneLine(run("--oidc-url", "https://id.example"), 2, "--oidc-client");
    isOneLine(run("--oidc-client", "earshot"), 2, "--oidc-url");
    isOneLine(
        run("--users", "u", "--oidc-url", "https://id.example", "--oidc-client", "e"),
        2,
        "--users");
    isOneLine(run("--oidc-url", "http://192.0.2.1", "--oidc-client", "e"), 2, "https");
    isOneLine(run("--oidc-url", "id.example", "--oidc-client", "e"), 2, "https://HOST");
    isOneLine(run("--oidc-audience", "city"), 2, "--oidc-audience", "--oidc-url");
    isOneLine(run("--oidc-secret-file", "secret"), 2, "--oidc-secret-file", "--oidc-url");
    isOneLine(run("--port", "70000"), 2, "--port is 70000");
  }

  @Test
  void aProviderThatIsNotThereIsSaidInALine() {
    isOneLine(
        run("--oidc-url", "http://127.0.0.1:1/realms/x", "--oidc-client", "earshot"),
        1,
        "http://127.0.0.1:1/realms/x/.well-known/openid-configuration",
        "--oidc-url");
  }

  @Test
  void aClusterThatIsNotThereIsSaidInALine() {
    isOneLine(
        run("--port", "0", "--management-port", "0", "--bootstrap-servers", "127.0.0.1:1"),
        1,
        "127.0.0.1:1",
        "broker");
  }

  @Test
  void quarkusWaitsForTheTopicsThatThereAre() throws Exception {
    Properties defaults = new Properties();
    try (InputStream file =
        getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(file);
    }
    assertThat(defaults.getProperty("quarkus.kafka-streams.topics").split(","))
        .containsExactlyInAnyOrder(
            Topics.PCM_FRAMES,
            Topics.NODE_PROFILES,
            Topics.MODELS,
            Topics.ANOMALIES,
            Topics.WINDOW_SCORES,
            Topics.LEVELS,
            Topics.NODE_STATUS,
            Topics.DEAD_LETTERS);
    assertThat(defaults)
        .containsEntry("kafka-streams.errors.dead.letter.queue.topic.name", Topics.DEAD_LETTERS);
  }

  @Test
  void soundIsKeptOnlyWhereItIsSaidForHowLongAndForWhom() throws Exception {
    assertThat(settings()).doesNotContainKey("earshot.audio.key");
    isOneLine(run("--keep-audio", "5"), 2, "--keep-audio and --audio-key go together");
    isOneLine(run("--audio-key", "k.pem"), 2, "--keep-audio and --audio-key go together");
    isOneLine(run("--keep-audio", "11", "--audio-key", "k"), 2, "--keep-audio is 11", "1 to 10");
    isOneLine(
        run("--keep-audio", "5", "--audio-key", "k", "--audio-max-age", "31"),
        2,
        "--audio-max-age is 31, needs to be 1 to 30");
    Path none = Files.writeString(folder.resolve("none.pem"), "no key");
    isOneLine(
        run("--keep-audio", "5", "--audio-key", none.toString()), 1, "no public RSA key in PEM");
    assertThat(settings("--keep-audio", "5", "--audio-key", none.toString()))
        .containsEntry("earshot.audio.seconds", "5")
        .containsEntry("earshot.audio.key", none.toAbsolutePath().toString());
  }

  @Test
  void aNumberOutOfBoundsIsWrongUsage() {
    isOneLine(run("--threads", "0"), 2, "--threads is 0");
    isOneLine(run("--silence", "1"), 2, "--silence is 1");
    isOneLine(run("--guarantee", "twice"), 2, "twice");
  }
}
