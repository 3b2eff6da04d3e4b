package dev.earshot.city.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health says when nothing arrives at all, where stream time cannot tell. */
class HealthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final SimulationConfig FIVE_SECONDS =
      new SimulationConfig(
          2, 60, Optional.of(Duration.ofSeconds(5)), 1, 200, 15, 5, 10, Instant.now());

  @TempDir private Path directory;
  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private final Map<String, String> client = broker.clientProperties();

  @BeforeEach
  void startBroker() {
    broker.start();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Topics.createMissing(admin, Topics.plans(1));
    }
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void aWatchdogByTheWallClockTellsThatNothingArrives() throws Exception {
    try (RunningProcessor processor =
        new RunningProcessor(
            directory,
            client,
            "http",
            HttpClient.newHttpClient(),
            Map.of("EARSHOT_PROCESSOR_WATCHDOG", "PT10S"))) {
      await().atMost(PATIENCE).until(() -> well(processor).statusCode() == 503);
      assertThat(well(processor).body()).contains("\"lag\": 0");
      assertThat(processor.manage("/q/health/ready").statusCode())
          .as("it is not the processor's fault")
          .isEqualTo(200);

      try (Simulation simulation = new Simulation(FIVE_SECONDS, new SyntheticSounds(), client)) {
        simulation.run();
      }
      await().atMost(PATIENCE).until(() -> well(processor).statusCode() == 200);
      await().atMost(PATIENCE).until(() -> well(processor).statusCode() == 503);
    }
  }

  private static HttpResponse<String> well(RunningProcessor processor) throws Exception {
    return processor.manage("/q/health/well");
  }
}
