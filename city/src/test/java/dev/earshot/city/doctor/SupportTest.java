package dev.earshot.city.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.earshot.city.CityMain;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.console.Colours;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.Secrets;
import dev.earshot.contracts.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gets into a bundle, and what does not; what doctor says of a cluster. */
class SupportTest {
  private static final String SECRET = "kite-over-the-river-42";

  @TempDir private Path directory;

  private int run(String... args) {
    return EarshotCommand.dispatch(CityMain.commands(), args);
  }

  private static Map<String, String> read(Path zip) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        texts.put(
            entry.getName(),
            new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  @Test
  void noSecretOfConfigurationEnvironmentOrLogGetsIn() throws Exception {
    Path config = directory.resolve("client.properties");
    Files.writeString(
        config,
        """
        bootstrap.servers=127.0.0.1:1
        client.id=my-client
        ssl.keystore.password=%1$s
        sasl.jaas.config=org.x.Plain required username="ada" password="%1$s-jaas";
        """
            .formatted(SECRET));
    Path log = directory.resolve("earshot.log");
    Files.writeString(
        log,
        "12:00:00 INFO listening\n12:00:01 WARN cannot log in with %1$s\nada=admin,$2a$10$%2$s\n"
            .formatted(SECRET, "A".repeat(53)));
    Path out = directory.resolve("report.zip");

    int exitCode =
        run(
            "support",
            "--kafka-config",
            config.toString(),
            "--log",
            log.toString(),
            "--out",
            out.toString(),
            "--url",
            "http://127.0.0.1:1",
            "--management-url",
            "http://127.0.0.1:1");

    assertThat(exitCode).isZero();
    Map<String, String> texts = read(out);
    assertThat(texts)
        .containsKeys("README.txt", "doctor.txt", "doctor.json", "versions.txt", "cluster.txt")
        .containsKeys("processor/metrics.txt", "processor/health/ready.txt");
    assertThat(texts.get("settings/kafka.properties"))
        .contains("client.id=my-client", "ssl.keystore.password=(left out)");
    assertThat(texts.get("log.txt"))
        .startsWith("12:00:00 INFO listening\n12:00:01 WARN cannot log in with (left out)\n");
    texts.forEach((name, text) -> assertThat(text).as(name).doesNotContain(SECRET, "AAAAAAAA"));
    assertThat(run("support", "--out", out.toString())).isEqualTo(1);
  }

  @Test
  void secretsOfTheEnvironmentAreLeftOutWhateverElseNamesThem() {
    Map<String, String> environment =
        Map.of(
            "EARSHOT_KAFKA_SSL_KEY_PASSWORD",
            SECRET,
            "EARSHOT_JAVA_OPTS",
            "-Xmx1g -Dquarkus.oidc.credentials.secret=other-secret",
            "HOME",
            "/home/ada");
    Bundle bundle = new Bundle(Secrets.of(List.of(environment)));
    bundle.add("environment", SupportCommand.ours(environment));
    bundle.add("text", "the password is " + SECRET);
    Path out = directory.resolve("b.zip");
    bundle.write(out);

    assertThatExceptionOfType(Failure.class).isThrownBy(() -> bundle.write(out));
    assertThat(assertReads(out))
        .containsEntry(
            "environment",
            "EARSHOT_JAVA_OPTS=-Xmx1g -Dquarkus.oidc.credentials.secret=(left out)\n"
                + "EARSHOT_KAFKA_SSL_KEY_PASSWORD=(left out)\n")
        .containsEntry("text", "the password is (left out)");
  }

  private static Map<String, String> assertReads(Path zip) {
    try {
      return read(zip);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyTheEndOfALongLogIsTaken() throws Exception {
    Path log = directory.resolve("long.log");
    Files.writeString(log, "line of a log\n".repeat(200_000) + "the last\n");

    assertThat(LastLines.of(log).lines()).hasSize(LastLines.LINES_MAX).last().isEqualTo("the last");
  }

  @Test
  void aClusterIsLookedAtTopicByTopicAndLeftAsItIs() {
    try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
      broker.start();
      ClusterDoctor doctor = new ClusterDoctor(broker.clientProperties(), true);
      assertThat(doctor.look()).extracting(Finding::check).contains("cluster", "topics");

      try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
        Topics.createMissing(admin, Topics.plans(2));
      }

      Findings findings = new Findings(doctor.look());
      assertThat(findings.count(Finding.Grade.FAULT)).isZero();
      assertThat(findings.count(Finding.Grade.WARNING)).isZero();
      List<String> lines = findings.lines(new Colours(false));
      assertThat(lines)
          .anyMatch(line -> line.matches("ok +topic earshot.pcm-frames +partitions: 2, copies: 1"))
          .anyMatch(line -> line.matches("skipped +clock +nothing there says .*"));
      assertThat(findings.json()).contains("\"ok\" : true");
    }
  }

  @Test
  void aClusterThatWasNamedAndDoesNotAnswerIsAFault() {
    Map<String, String> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1");

    assertThat(new ClusterDoctor(nowhere, true).look())
        .extracting(Finding::grade)
        .containsExactly(Finding.Grade.FAULT);
    assertThat(new ClusterDoctor(nowhere, false).look())
        .extracting(Finding::grade)
        .containsExactly(Finding.Grade.SKIPPED);
  }
}
