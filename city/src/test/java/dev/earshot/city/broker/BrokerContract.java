package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.topology.EarshotTopology;
import dev.earshot.processor.topology.ModelListener;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the stream processor promises on a real broker, whichever that is: the topology alone on
 * plain Kafka Streams, a city's frames in one topic, and what comes out of it.
 *
 * <p>The frames are sent once; each test reads them all under an application id of its own and
 * looks at what it added to the topics of the output.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerContract {
  private static final int PARTITIONS = 2;
  private static final SimulationConfig CITY =
      new SimulationConfig(
          6,
          10_000,
          Optional.of(Duration.ofSeconds(60)),
          20260601,
          200,
          15,
          5,
          10,
          Instant.now()); // topics forget what is older than some hours
  private static final Set<String> NODES =
      Set.of("node-01", "node-02", "node-03", "node-04", "node-05", "node-06");

  /** Scores as well as anomalies: something comes of every frame, so that none can come twice. */
  private static final List<String> OUTPUT =
      List.of(Topics.ANOMALIES, Topics.WINDOW_SCORES, Topics.NODE_STATUS);

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final ModelFile model = ShippedModel.load();

  /** Starts the broker, and returns how to reach it. */
  abstract Map<String, String> startBroker();

  /** Stops the broker. */
  abstract void stopBroker();

  private Map<String, String> client;

  /** What one uninterrupted run makes of the frames. */
  private TopicSlice expected;

  private Path stateDirectories;

  @BeforeAll
  void playTheCity(@TempDir Path directory) {
    stateDirectories = directory;
    client = startBroker();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Topics.createMissing(admin, Topics.plans(PARTITIONS));
    }
    try (Simulation simulation = new Simulation(CITY, new SyntheticSounds(), client)) {
      simulation.run();
    }
    expected = outputOf(() -> runToTheEnd("uninterrupted", "uninterrupted"));
  }

  @AfterAll
  void stop() {
    stopBroker();
  }

  @Test
  void framesInAnomaliesOut() {
    assertThat(expected.nodesIn(Topics.ANOMALIES)).isNotEmpty().isSubsetOf(NODES);
    assertThat(expected.nodesIn(Topics.WINDOW_SCORES)).isEqualTo(NODES);
  }

  @Test
  void aReplayGivesTheSameByteForByte() {
    TopicSlice replayed = outputOf(() -> runToTheEnd("replay", "replay"));

    assertThat(replayed).isEqualTo(expected);
  }

  @Test
  void aProcessorThatDiesHalfWayAndStartsWithNothingOnDiskGivesTheSame() {
    TopicSlice output =
        outputOf(
            () -> {
              runUntilItDies("killed", "before");
              try (Backlog backlog = backlog("killed")) {
                assertThat(backlog.records()).as("left to do").isPositive();
              }
              runToTheEnd("killed", "after");
            });

    assertThat(output).isEqualTo(expected);
  }

  private TopicSlice outputOf(Runnable run) {
    return TopicSlice.addedBy(client, OUTPUT, PATIENCE, run);
  }

  private void runToTheEnd(String applicationId, String stateDirectory) {
    try (KafkaStreams streams = streams(NodeModel.of(model), applicationId, stateDirectory);
        Backlog backlog = backlog(applicationId)) {
      streams.start();
      await().atMost(PATIENCE).until(() -> backlog.records() == 0);
    }
  }

  /** In the middle of a transaction, as far as can be told: frames read, nothing committed. */
  private void runUntilItDies(String applicationId, String stateDirectory) {
    AtomicInteger windows = new AtomicInteger();
    int enough = 1_000; // of 6 nodes * 60 s * 6.25 a second = 2,250
    NodeModel sound = NodeModel.of(model);
    NodeModel mortal =
        new NodeModel(
            sound.id(),
            sound.metadata(),
            () -> new MortalScorer(sound.scorers().get(), windows, enough));
    try (KafkaStreams streams = streams(mortal, applicationId, stateDirectory)) {
      streams.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
      streams.start();
      await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.ERROR);
    }
  }

  private record MortalScorer(Scorer scorer, AtomicInteger windows, int enough) implements Scorer {
    @Override
    public float score(float[] window) {
      if (windows.incrementAndGet() > enough) {
        throw new IllegalStateException("dies, as the test wants it");
      }
      return scorer.score(window);
    }

    @Override
    public void close() {
      scorer.close();
    }
  }

  private Backlog backlog(String applicationId) {
    return new Backlog(client, applicationId, Topics.PCM_FRAMES);
  }

  private KafkaStreams streams(NodeModel nodeModel, String applicationId, String stateDirectory) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG, stateDirectories.resolve(stateDirectory).toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    // small transactions, so that some are done and one is open when a thread dies
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
    properties.put("max.poll.records", 50);
    return new KafkaStreams(
        EarshotTopology.build(
            PartitionSettings.of(nodeModel), Optional.empty(), ModelListener.NONE),
        properties);
  }
}
