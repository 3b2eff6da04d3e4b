package dev.earshot.city.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.report.TopicContents;
import dev.earshot.city.testing.Packaged;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import dev.earshot.v1.WindowScore;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code earshot deploy} as an operator uses it, with a processor that runs. */
class DeployIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path MODELS = Path.of("..", "models");
  private static final String PAPER = MODELS.resolve("earshot-paper-mlp.tflite").toString();

  private static final SimulationConfig FIVE_SECONDS =
      new SimulationConfig(
          2, 60, Optional.of(Duration.ofSeconds(5)), 1, 200, 15, 5, 10, Instant.now());

  @TempDir private Path directory;
  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private final Map<String, String> client = broker.clientProperties();

  @BeforeEach
  void startBroker() {
    broker.start();
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  private record Said(int exitCode, String out, String err) {}

  private Said deploy(String... options) {
    List<String> args = new ArrayList<>(List.of("deploy"));
    args.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    args.addAll(List.of(options));
    try (Packaged command = Packaged.processor(directory, Map.of(), args.toArray(String[]::new))) {
      int exitCode = command.exitCode();
      return new Said(exitCode, command.standardOutput(), command.standardError());
    }
  }

  @Test
  void aModelIsAnnouncedListedAndTakenBackWhileAProcessorRuns() throws Exception {
    try (RunningProcessor processor =
        new RunningProcessor(directory, client, "http", HttpClient.newHttpClient(), Map.of())) {
      String tomorrow =
          Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();

      Said announced = deploy(PAPER, "--from", tomorrow);
      assertThat(announced.exitCode()).as(announced.err()).isZero();
      assertThat(announced.out()).startsWith("paper-mlp-").endsWith(" from " + tomorrow + " on\n");
      await().atMost(PATIENCE).until(() -> knows(processor, tomorrow));
      assertThat(deploy().out()).contains("\"from\":\"" + tomorrow, "\"in_force\":false");

      assertThat(deploy("--take-back", tomorrow).exitCode()).isZero();
      await().atMost(PATIENCE).until(() -> !knows(processor, tomorrow));
      assertThat(deploy().out()).isEmpty();
    }
  }

  private static boolean knows(RunningProcessor processor, String from) throws Exception {
    return processor.ask("GET", "/api/models").body().contains("\"from\":\"" + from);
  }

  @Test
  void aShadowHearsAlongAndHowItDiffersIsTold() throws Exception {
    try (RunningProcessor processor =
            new RunningProcessor(
                directory,
                client,
                "http",
                HttpClient.newHttpClient(),
                Map.of(),
                "--shadow",
                PAPER);
        Simulation simulation = new Simulation(FIVE_SECONDS, new SyntheticSounds(), client)) {
      simulation.run();
      await().atMost(PATIENCE).until(() -> shadow(processor).path("windows").asLong() > 0);
      assertThat(shadow(processor).path("largest_difference").asDouble()).isPositive();
      assertThat(shadow(processor).path("failures").asInt()).isZero();
    }
    assertThat(TopicContents.read(client, Topics.WINDOW_SCORES, WindowScore.class))
        .isNotEmpty()
        .allSatisfy(score -> assertThat(score.getModelId()).isEqualTo(ShippedModel.load().id()));
  }

  private static JsonNode shadow(RunningProcessor processor) throws Exception {
    return new ObjectMapper().readTree(processor.ask("GET", "/api/shadow").body());
  }

  @Test
  void whatCannotBeUsedIsNotAnnounced() throws Exception {
    Path damaged = Files.write(directory.resolve("damaged.tflite"), new byte[] {1, 2, 3});
    Said refused = deploy(damaged.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).hasLineCount(1).contains("can't be deployed: it is not a Tensor");
    assertThat(deploy(PAPER, "--from", "2020-01-01T00:00:00Z").exitCode()).isEqualTo(2);
    Said unknown = deploy("--take-back", "2020-01-01T00:00:00Z");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("no model is announced for 2020-01-01T00:00:00Z");
    assertThat(deploy().out()).isEmpty();
  }
}
