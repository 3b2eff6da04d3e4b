package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.testing.Packaged;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole cluster is away for longer than any of the processor's clients waits for it. */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> OUTPUT =
      List.of(Topics.ANOMALIES, Topics.WINDOW_SCORES, Topics.NODE_STATUS, Topics.DEAD_LETTERS);

  private static final SimulationConfig CITY =
      new SimulationConfig(
          4, 60, Optional.of(Duration.ofSeconds(60)), 20260603, 200, 15, 5, 10, Instant.now());

  /** Of one playing of it. */
  private static final int FRAMES = 4 * 60 * 1000 / 200;

  @TempDir private Path directory;

  private final BrokerCluster cluster = BrokerCluster.of(1);
  private EmbeddedBroker broker;
  private final Map<String, String> client =
      Map.of("bootstrap.servers", cluster.bootstrapServers());

  private EmbeddedBroker member() {
    return EmbeddedBroker.memberOf(cluster, cluster.nodes().get(0), directory.resolve("broker"));
  }

  @BeforeEach
  void startBroker() {
    broker = member();
    broker.start();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Topics.createMissing(admin, Topics.plans(2));
    }
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void costsDelayOnly() {
    TopicSlice patient = TopicSlice.addedBy(client, OUTPUT, PATIENCE, this::playAroundAnOutage);
    TopicSlice undisturbed =
        TopicSlice.addedBy(
            client,
            OUTPUT,
            PATIENCE,
            () -> {
              try (Packaged processor = processor("undisturbed")) {
                workOff(processor, "undisturbed");
              }
            });
    assertThat(undisturbed.nodesIn(Topics.WINDOW_SCORES)).hasSize(CITY.nodes());
    assertThat(patient).isEqualTo(undisturbed);
  }

  private void playAroundAnOutage() {
    try (Packaged processor = processor("patient")) {
      play();
      await().atMost(PATIENCE).until(() -> !processor.isAlive() || hasCommitted("patient"));
      broker.close();
      // told after ten seconds and more: its other clients have given up by then, more than once
      await().atMost(PATIENCE).until(() -> !processor.isAlive() || hasNoticed(processor));
      broker = member();
      broker.start();
      play();
      workOff(processor, "patient");
    }
  }

  private void play() {
    try (Simulation simulation = new Simulation(CITY, new SyntheticSounds(), client)) {
      simulation.run();
    }
  }

  private boolean hasCommitted(String id) {
    try (Backlog backlog = new Backlog(client, id, Topics.PCM_FRAMES)) {
      return backlog.records() < FRAMES;
    }
  }

  private static boolean hasNoticed(Packaged processor) {
    return processor.standardError().contains("the page cannot read the cluster");
  }

  private void workOff(Packaged processor, String id) {
    try (Backlog backlog = new Backlog(client, id, Topics.PCM_FRAMES)) {
      await().atMost(PATIENCE).until(() -> !processor.isAlive() || backlog.records() == 0);
    }
    assertThat(processor.isAlive()).as(processor.standardError()).isTrue();
    processor.stop();
    assertThat(processor.exitCode()).as("told to end, it ends").isIn(0, 143);
  }

  /** One whose clients give up after seconds, so that an outage of minutes takes seconds here. */
  private Packaged processor(String id) {
    List<String> args = new ArrayList<>(List.of("process"));
    args.addAll(List.of("--bootstrap-servers", cluster.bootstrapServers()));
    args.addAll(List.of("--application-id", id, "--threads", "2"));
    args.addAll(List.of("--state-dir", directory.resolve(id).toString()));
    args.addAll(List.of("--port", "0", "--management-port", "0"));
    for (String hasty :
        List.of(
            "task.timeout.ms=0",
            "request.timeout.ms=1000",
            "default.api.timeout.ms=2000",
            "producer.linger.ms=0",
            "producer.delivery.timeout.ms=2000",
            "producer.max.block.ms=2000")) {
      args.addAll(List.of("--kafka", hasty));
    }
    return Packaged.processor(directory, Map.of(), args.toArray(String[]::new));
  }
}
