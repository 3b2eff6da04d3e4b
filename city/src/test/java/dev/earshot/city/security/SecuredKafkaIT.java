package dev.earshot.city.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.Packaged;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.city.testing.TestCertificate;
import dev.earshot.city.testing.TestUsers;
import dev.earshot.contracts.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that demands TLS, a log-in and rights, and gives those rights that docs/security.md
 * says: its lines are read from there and given to {@code kafka-acls} itself.
 */
class SecuredKafkaIT {
  private static final List<String> PRINCIPALS =
      List.of("admin", "node", "processor", "watcher", "operator", "simulator");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path directory;

  private static TestCertificate certificate;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    certificate = TestCertificate.make(directory);
    broker = EmbeddedBroker.temporary(brokerSettings());
    broker.start();
    applyRightsOfTheDocs();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Map<String, String> brokerSettings() throws IOException {
    Path pem =
        Files.writeString(
            directory.resolve("broker.pem"),
            Files.readString(certificate.key()) + Files.readString(certificate.certificate()));
    String users =
        PRINCIPALS.stream()
            .map(name -> "user_%s=\"%s\"".formatted(name, password(name)))
            .collect(Collectors.joining(" "));
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listener.security.protocol.map",
        EmbeddedBroker.LISTENER + ":SASL_SSL,CONTROLLER:PLAINTEXT");
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", pem.toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificate.certificate().toString());
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put(
        "listener.name.clients.plain.sasl.jaas.config",
        "%s username=\"admin\" password=\"%s\" %s;".formatted(LOG_IN, password("admin"), users));
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // nobody but the broker itself reaches the controller, and there it has no name
    settings.put("super.users", "User:admin;User:ANONYMOUS");
    return settings;
  }

  private static final String LOG_IN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private static String password(String principal) {
    return principal + "-geheim";
  }

  /** What a principal's file says; its password is looked up in the environment. */
  private static Path clientFile(String principal) {
    return clientFile(principal, "${env:KAFKA_PASSWORD}");
  }

  private static Path clientFile(String principal, String password) {
    try {
      return Files.writeString(
          Files.createTempFile(directory, principal, ".properties"),
          client(principal, password).entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> client(String principal, String password) {
    Map<String, String> client = new HashMap<>(broker.clientProperties());
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", "PLAIN");
    client.put(
        "sasl.jaas.config",
        "%s username=\"%s\" password=\"%s\";".formatted(LOG_IN, principal, password));
    client.put("ssl.truststore.type", "PEM");
    client.put("ssl.truststore.location", certificate.certificate().toString());
    return client;
  }

  private static Map<String, Object> as(String principal) {
    return Map.copyOf(client(principal, password(principal)));
  }

  private static Map<String, String> environment(String principal) {
    return Map.of("KAFKA_PASSWORD", password(principal));
  }

  private static void applyRightsOfTheDocs() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "security.md"));
    List<String> lines =
        docs.replace("\\\n", " ").lines().filter(line -> line.startsWith("kafka-acls ")).toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(8);
    String admin = clientFile("admin", password("admin")).toString();
    for (String line : lines) {
      String[] args =
          Stream.of(line.strip().split("\\s+"))
              .skip(1)
              .map(arg -> arg.equals("kafka:9093") ? broker.bootstrapServers() : arg)
              .map(arg -> arg.equals("admin.properties") ? admin : arg)
              .toArray(String[]::new);
      kafkaAcls(line, args);
    }
  }

  private static void kafkaAcls(String line, String... args) {
    PrintStream out = System.out;
    Exit.setExitProcedure(
        (status, message) -> {
          throw new AssertionError("kafka-acls ends with " + status + ": " + line);
        });
    System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    try {
      AclCommand.main(args);
    } finally {
      System.setOut(out);
      Exit.resetExitProcedure();
    }
  }

  private static void makeTopics() {
    try (Admin admin = Admin.create(as("admin"))) {
      Topics.createMissing(admin, Topics.plans(1));
    }
  }

  @Test
  void aNodeWritesFramesAndNothingElse() throws Exception {
    makeTopics();
    send("node", Topics.PCM_FRAMES);
    for (String other :
        new String[] {
          Topics.ANOMALIES, Topics.NODE_PROFILES, Topics.MODELS, Topics.DEAD_LETTERS, "else"
        }) {
      assertThatThrownBy(() -> send("node", other))
          .as(other)
          .isInstanceOf(TopicAuthorizationException.class);
    }
    assertThatThrownBy(() -> read("node", Topics.PCM_FRAMES))
        .isInstanceOf(TopicAuthorizationException.class);
    try (Admin admin = Admin.create(as("node"))) {
      assertThatThrownBy(
              () -> admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1))).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> admin.deleteTopics(List.of(Topics.PCM_FRAMES)).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void whoWatchesReadsAnomaliesAndNothingElse() throws Exception {
    makeTopics();
    read("watcher", Topics.ANOMALIES);
    for (String other : new String[] {Topics.PCM_FRAMES, Topics.NODE_PROFILES, Topics.MODELS}) {
      assertThatThrownBy(() -> read("watcher", other))
          .as(other)
          .isInstanceOf(TopicAuthorizationException.class);
    }
    assertThatThrownBy(() -> send("watcher", Topics.ANOMALIES))
        .isInstanceOf(AuthorizationException.class);
  }

  private static void send(String principal, String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(as(principal), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1})).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ClusterAuthorizationException cluster
          ? cluster
          : (Exception) e.getCause();
    }
  }

  private static void read(String principal, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            as(principal), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seekToBeginning(consumer.assignment());
      consumer.poll(Duration.ofSeconds(5));
    }
  }

  @Test
  void theCommandsDoTheirWorkWithTheRightsOfTheDocs() throws Exception {
    try (RunningProcessor running =
        processor(environment("processor"), "--keep-audio", "2", "--audio-key", audioKey())) {
      await()
          .atMost(PATIENCE)
          .until(() -> running.ask("GET", "/api/audio").body().contains("\"trouble\":null"));
      try (Packaged simulate =
          simulator(
              "simulator",
              "simulate",
              "--no-create-topics",
              "--nodes",
              "2",
              "--duration",
              "120",
              "--speed",
              "40")) {
        assertThat(simulate.exitCode()).as(simulate.standardError()).isZero();
        isFreeOfSecrets(simulate.standardError());
      }
      await()
          .atMost(PATIENCE)
          .until(() -> running.ask("GET", "/api/nodes").body().contains("node-02"));
      await()
          .atMost(PATIENCE)
          .until(() -> running.ask("GET", "/api/audio").body().contains("\"text\":\"kept\""));
      try (Packaged watch = simulator("watcher", "watch", "--from-beginning", "--max", "1")) {
        assertThat(watch.exitCode()).as(watch.standardError()).isZero();
        assertThat(watch.standardOutput()).hasLineCount(1).contains("\"phase\":\"OPENED\"");
      }
      deploys("deploy", "../models/earshot-better-mlp.tflite", "--from", "2100-01-01T00:00:00Z");
      assertThat(deploys("deploy")).contains("2100-01-01T00:00:00Z");
      badFramesReachTheDeadLetters();
      isFreeOfSecrets(running.log());
      isFreeOfSecrets(running.manage("/q/metrics").body());
      isFreeOfSecrets(running.manage("/q/health").body());
    }
  }

  private static String audioKey() {
    Path keys = directory.resolve("audio-keys");
    try (Packaged made =
        Packaged.processor(directory, Map.of(), "audio", "keys", "--out", keys.toString())) {
      assertThat(made.exitCode()).as(made.standardError()).isZero();
    }
    return keys.resolve("public.pem").toString();
  }

  /** With all that Kafka's clients have to say of their settings in the log. */
  @Test
  void theStreamsProtocolNeedsNoMoreThanTheDocsSayAndTheLogTellsNoSecret() throws Exception {
    Map<String, String> environment = new HashMap<>(environment("processor"));
    environment.put(
        "JAVA_TOOL_OPTIONS",
        Stream.of("", ".common.config")
            .map("'-Dquarkus.log.category.\"org.apache.kafka%s\".level=INFO'"::formatted)
            .collect(Collectors.joining(" ")));
    String users = TestUsers.file(directory).toString();
    try (RunningProcessor running =
        processor(environment, "--group-protocol", "streams", "--users", users)) {
      HttpResponse<String> set =
          running.put("/api/profiles/mast", "{\"place\": \"up there\"}", TestUsers.operator());
      assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
      assertThat(running.status("GET", "/api/nodes/nobody/state", TestUsers.viewer()))
          .isEqualTo(404);
      assertThat(running.log())
          .contains("sasl.jaas.config = [hidden]", "group.protocol = streams")
          .doesNotContain("geheim");
    }
  }

  private static RunningProcessor processor(Map<String, String> environment, String... options) {
    String[] all =
        Stream.concat(
                Stream.of("--kafka-config", clientFile("processor").toString()), Stream.of(options))
            .toArray(String[]::new);
    return new RunningProcessor(
        directory, Map.of(), "http", HttpClient.newHttpClient(), environment, all);
  }

  /** What an operator's command prints. */
  private static String deploys(String... args) {
    String[] all =
        Stream.concat(
                Stream.of(args), Stream.of("--kafka-config", clientFile("operator").toString()))
            .toArray(String[]::new);
    try (Packaged deploy = Packaged.processor(directory, environment("operator"), all)) {
      assertThat(deploy.exitCode()).as(deploy.standardError()).isZero();
      isFreeOfSecrets(deploy.standardError());
      return deploy.standardOutput();
    }
  }

  private static Packaged simulator(String principal, String... args) {
    String[] all =
        Stream.concat(
                Stream.of(args), Stream.of("--kafka-config", clientFile(principal).toString()))
            .toArray(String[]::new);
    return Packaged.simulator(directory, environment(principal), all);
  }

  private static void badFramesReachTheDeadLetters() throws Exception {
    send("node", Topics.PCM_FRAMES);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            as("admin"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(Topics.DEAD_LETTERS, 0)));
      consumer.seekToBeginning(consumer.assignment());
      await().atMost(PATIENCE).until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
    }
  }

  private static void isFreeOfSecrets(String text) {
    assertThat(text).doesNotContain("geheim", "ENV:", "jaas.config");
  }

  @Test
  void aWrongPasswordIsOneLine() {
    for (String command : new String[] {"process", "deploy", "simulate", "watch"}) {
      String file = clientFile("watcher", "falsch").toString();
      Map<String, String> none = Map.of();
      try (Packaged packaged =
          command.equals("process") || command.equals("deploy")
              ? Packaged.processor(directory, none, withPorts(command, file))
              : Packaged.simulator(directory, none, command, "--kafka-config", file)) {
        assertThat(packaged.exitCode()).as(command).isEqualTo(1);
        assertThat(packaged.standardError().lines())
            .as(command)
            .singleElement()
            .asString()
            .startsWith("earshot: cannot use Kafka at " + broker.bootstrapServers())
            .contains("Invalid username or password", "--kafka-config")
            .doesNotContain("falsch");
      }
    }
  }

  @Test
  void aBrokerThatNobodyVouchesForIsOneLine() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    TestCertificate other = TestCertificate.make(elsewhere);
    Path file =
        Files.writeString(
            elsewhere.resolve("client.properties"),
            Files.readString(clientFile("watcher", password("watcher")))
                .replace(certificate.certificate().toString(), other.certificate().toString()));
    try (Packaged watch =
        Packaged.simulator(directory, Map.of(), "watch", "--kafka-config", file.toString())) {
      assertThat(watch.exitCode()).isEqualTo(1);
      assertThat(watch.standardError().lines())
          .singleElement()
          .asString()
          .startsWith("earshot: cannot use Kafka at ")
          .contains("TLS failed", "ssl.truststore");
    }
  }

  private static String[] withPorts(String command, String file) {
    String[] bare = {command, "--kafka-config", file};
    String[] ports = {"--port", "0", "--management-port", "0"};
    return command.equals("process")
        ? Stream.of(bare, ports).flatMap(Stream::of).toArray(String[]::new)
        : bare;
  }
}
