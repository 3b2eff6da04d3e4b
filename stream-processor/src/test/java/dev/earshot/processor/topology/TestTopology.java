package dev.earshot.processor.topology;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology without a broker: what is sent goes in at once, what comes out is collected. */
final class TestTopology implements AutoCloseable {
  private final Path stateDir = temporaryFolder();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> frames;
  private final TestInputTopic<byte[], byte[]> profiles;
  private final Output<AnomalyEvent> anomalies;
  private final Output<WindowScore> scores;
  private final Output<NodeStatus> statuses;
  private final TestOutputTopic<byte[], byte[]> deadLetterTopic;
  private final List<TestRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

  /** What came out of one topic so far. */
  private final class Output<T extends SpecificRecord> {
    private final TestOutputTopic<String, T> topic;
    private final List<TestRecord<String, T>> records = new ArrayList<>();

    Output(String name, Class<T> type) {
      topic = driver.createOutputTopic(name, new StringDeserializer(), AvroSerde.of(type));
    }

    List<TestRecord<String, T>> records() {
      records.addAll(topic.readRecordsToList());
      return records;
    }

    List<T> values() {
      return records().stream().map(TestRecord::value).toList();
    }
  }

  TestTopology() {
    this(new TestModel().model());
  }

  TestTopology(NodeModel nodeModel) {
    this(new TopologySettings(nodeModel, TopologySettings.DEFAULT_SILENCE, NodeMetrics.NONE));
  }

  TestTopology(TopologySettings settings) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecordHandler.class);
    driver = new TopologyTestDriver(EarshotTopology.build(settings), properties);
    var bytes = new ByteArraySerializer();
    frames = driver.createInputTopic(Topics.PCM_FRAMES, bytes, bytes);
    profiles = driver.createInputTopic(Topics.NODE_PROFILES, bytes, bytes);
    anomalies = new Output<>(Topics.ANOMALIES, AnomalyEvent.class);
    scores = new Output<>(Topics.WINDOW_SCORES, WindowScore.class);
    statuses = new Output<>(Topics.NODE_STATUS, NodeStatus.class);
    deadLetterTopic =
        driver.createOutputTopic(
            Topics.DEAD_LETTERS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** In memory where the system has such a place: the test driver syncs a file at every record. */
  private static Path temporaryFolder() {
    Path memory = Path.of("/dev/shm");
    try {
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "earshot-test")
          : Files.createTempDirectory("earshot-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestNode node(String id) {
    return new TestNode(id, this::send);
  }

  void send(byte[] key, byte[] value, long timestampMs) {
    frames.pipeInput(key, value, timestampMs);
  }

  void profile(NodeProfile profile) {
    profileBytes(profile.getNodeId(), AvroSerde.of(NodeProfile.class).serialize("", profile));
  }

  void profileBytes(String key, byte[] value) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    profiles.pipeInput(keyBytes, value, TestNode.START.toEpochMilli());
  }

  List<TestRecord<String, AnomalyEvent>> anomalyRecords() {
    return anomalies.records();
  }

  List<AnomalyEvent> anomalies() {
    return anomalies.values();
  }

  List<AnomalyEvent> anomalies(AnomalyPhase phase) {
    return anomalies().stream().filter(event -> event.getPhase() == phase).toList();
  }

  List<TestRecord<String, WindowScore>> scoreRecords() {
    return scores.records();
  }

  List<WindowScore> scores() {
    return scores.values();
  }

  List<NodeStatus> statuses() {
    return statuses.values();
  }

  List<NodeStatusKind> statusKinds() {
    return statuses().stream().map(NodeStatus::getKind).toList();
  }

  NodeStatus lastStatus() {
    List<NodeStatus> all = statuses();
    return all.get(all.size() - 1);
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    deadLetters.addAll(deadLetterTopic.readRecordsToList());
    return deadLetters;
  }

  List<Reason> deadLetterReasons() {
    return deadLetters().stream()
        .map(letter -> Reason.valueOf(header(letter, DeadLetters.REASON)))
        .toList();
  }

  static String header(TestRecord<byte[], byte[]> letter, String name) {
    return DeadLetters.header(letter.headers(), name).orElseThrow();
  }

  /** Everything that came out so far, as bytes, topic by topic. */
  List<String> everything() {
    List<String> all = new ArrayList<>();
    scores.records().forEach(record -> all.add(record.toString()));
    anomalies.records().forEach(record -> all.add(record.toString()));
    statuses.records().forEach(record -> all.add(record.toString()));
    deadLetters().forEach(record -> all.add(record.headers().toString()));
    return all;
  }

  static Instant instantOf(TestRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  @Override
  public void close() {
    driver.close();
    try (Stream<Path> left = Files.walk(stateDir)) {
      left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
