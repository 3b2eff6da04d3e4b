package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.city.report.TopicContents;
import dev.earshot.city.testing.Packaged;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.models.ModelTopic;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import dev.earshot.v1.WindowScore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged {@code process} as a machine loses it: a process of its own, killed (SIGKILL) in the
 * middle of its work, and started again on what it left on the disk.
 */
class KilledProcessorIT {
  private static final int PARTITIONS = 2;

  /** Plays for ten seconds, so that the processor is killed while frames are still coming. */
  private static final SimulationConfig CITY =
      new SimulationConfig(
          6,
          12,
          Optional.of(Duration.ofSeconds(120)),
          20260601,
          200,
          15,
          5,
          10,
          Instant.now()); // topics forget what is older than some hours

  private static final List<String> OUTPUT =
      List.of(Topics.ANOMALIES, Topics.WINDOW_SCORES, Topics.NODE_STATUS, Topics.DEAD_LETTERS);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private final Map<String, String> client = broker.clientProperties();
  private final List<Packaged> started = new ArrayList<>();

  @BeforeEach
  void startBroker() {
    broker.start();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Topics.createMissing(admin, Topics.plans(PARTITIONS));
    }
  }

  @AfterEach
  void endWhatStillRuns() {
    started.forEach(Packaged::close);
    broker.close();
  }

  @Test
  void givesWhatOneThatWasNeverKilledGives() {
    TopicSlice killed =
        TopicSlice.addedBy(client, OUTPUT, PATIENCE, this::processKilledWhileTheCityPlays);
    TopicSlice undisturbed =
        TopicSlice.addedBy(client, OUTPUT, PATIENCE, () -> processToTheEnd("undisturbed"));

    assertThat(undisturbed.nodesIn(Topics.WINDOW_SCORES)).hasSize(CITY.nodes());
    assertThat(undisturbed.nodesIn(Topics.ANOMALIES)).isNotEmpty();
    assertThat(killed).isEqualTo(undisturbed);
  }

  /**
   * At the speed of life: a deployment is by the brokers' clock, which no timestamp may be ahead
   * of.
   */
  @Test
  void aModelDeployedMeanwhileTakesOverAtTheSameFramesInEveryRun() {
    SimulationConfig atLifeSpeed =
        new SimulationConfig(
            6, 1, Optional.of(Duration.ofSeconds(16)), 20260602, 200, 15, 5, 10, Instant.now());
    ModelTopic models = new ModelTopic(client);
    Instant from = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.MILLIS);
    TopicSlice live =
        TopicSlice.addedBy(
            client,
            OUTPUT,
            PATIENCE,
            () -> {
              Packaged victim = process("killed");
              models.announce(from, paper());
              try (Simulation simulation =
                  new Simulation(atLifeSpeed, new SyntheticSounds(), client)) {
                CompletableFuture<Void> playing = CompletableFuture.runAsync(simulation::run);
                await().atMost(PATIENCE).until(() -> !victim.isAlive() || hasCommitted("killed"));
                assertThat(victim.isAlive()).as("alive until it is killed").isTrue();
                victim.kill();
                playing.join();
              }
              processToTheEnd("killed");
            });
    TopicSlice again =
        TopicSlice.addedBy(client, OUTPUT, PATIENCE, () -> processToTheEnd("undisturbed"));

    assertThat(again).isEqualTo(live);
    Map<Boolean, Set<String>> modelsByTime =
        TopicContents.read(client, Topics.WINDOW_SCORES, WindowScore.class).stream()
            .collect(
                Collectors.partitioningBy(
                    // a record has the timestamp of its frame's start, its window ends in the frame
                    score -> score.getWindowEndAt().minusMillis(200).isBefore(from),
                    Collectors.mapping(WindowScore::getModelId, Collectors.toSet())));
    assertThat(modelsByTime.get(false)).containsExactly(paper().id());
    assertThat(modelsByTime.get(true)).contains(ShippedModel.load().id());
  }

  private static ModelFile paper() {
    try (InputStream in =
        Files.newInputStream(Path.of("..", "models", "earshot-paper-mlp.tflite"))) {
      return ModelFile.read(in);
    } catch (IOException | InvalidModelException e) {
      throw new IllegalStateException(e);
    }
  }

  private void processKilledWhileTheCityPlays() {
    String id = "killed";
    Packaged victim = process(id);
    try (Simulation simulation = new Simulation(CITY, new SyntheticSounds(), client)) {
      CompletableFuture<Void> playing = CompletableFuture.runAsync(simulation::run);
      await().atMost(PATIENCE).until(() -> !victim.isAlive() || hasCommitted(id));
      long before = scores();
      await().atMost(PATIENCE).until(() -> !victim.isAlive() || scores() > before + 100);
      assertThat(victim.isAlive()).as("alive until it is killed").isTrue();
      victim.kill();
      playing.join();
    }
    try (Backlog backlog = new Backlog(client, id, Topics.PCM_FRAMES)) {
      assertThat(backlog.records()).as("left to do").isPositive();
    }
    processToTheEnd(id);
  }

  private boolean hasCommitted(String id) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      return admin
          .listConsumerGroupOffsets(id)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .anyMatch(committed -> committed != null && committed.offset() > 0);
    }
  }

  /** How many there are, committed or not. */
  private long scores() {
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        ends.put(new TopicPartition(Topics.WINDOW_SCORES, i), OffsetSpec.latest());
      }
      return admin
          .listOffsets(ends)
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .values()
          .stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }

  private void processToTheEnd(String id) {
    Packaged process = process(id);
    try (Backlog backlog = new Backlog(client, id, Topics.PCM_FRAMES)) {
      await().atMost(PATIENCE).until(() -> !process.isAlive() || backlog.records() == 0);
      assertThat(process.isAlive()).as("alive in the end").isTrue();
    }
    process.stop();
    process.exitCode();
  }

  private Packaged process(String id) {
    List<String> args = new ArrayList<>(List.of("process"));
    args.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    args.addAll(List.of("--application-id", id, "--threads", "2"));
    args.addAll(List.of("--state-dir", directory.resolve(id).toString()));
    args.addAll(List.of("--port", "0", "--management-port", "0"));
    // long transactions, so that the kill falls within one that has much in it
    args.addAll(List.of("--kafka", "commit.interval.ms=3000"));
    // that one is gone is noticed sooner
    args.addAll(List.of("--kafka", "session.timeout.ms=6000"));
    args.addAll(List.of("--kafka", "heartbeat.interval.ms=2000"));
    Packaged process = Packaged.processor(directory, Map.of(), args.toArray(String[]::new));
    started.add(process);
    return process;
  }
}
