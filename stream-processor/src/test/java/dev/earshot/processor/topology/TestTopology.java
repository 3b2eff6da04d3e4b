package dev.earshot.processor.topology;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.ShadowModel;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology without a broker: what is sent goes in at once, what comes out is collected. */
final class TestTopology implements AutoCloseable {
  private static final List<String> OUTPUTS =
      List.of(
          Topics.WINDOW_SCORES,
          Topics.ANOMALIES,
          Topics.LEVELS,
          Topics.NODE_STATUS,
          Topics.DEAD_LETTERS);

  private static final String APPLICATION_ID = "test";

  private final Map<String, List<TestRecord<String, byte[]>>> changelogs = new HashMap<>();
  private final Path stateDir = temporaryFolder();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> frames;
  private final TestInputTopic<byte[], byte[]> profiles;
  private final Output<AnomalyEvent> anomalies;
  private final Output<WindowScore> scores;
  private final Output<NodeStatus> statuses;
  private final Output<SoundLevels> levels;
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
    this(PartitionSettings.of(nodeModel));
  }

  TestTopology(PartitionSettings settings) {
    this(settings, Optional.empty());
  }

  TestTopology(PartitionSettings settings, Optional<ShadowModel> shadow) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecordHandler.class);
    driver =
        new TopologyTestDriver(
            EarshotTopology.build(settings, shadow, ModelListener.NONE), properties);
    var bytes = new ByteArraySerializer();
    frames = driver.createInputTopic(Topics.PCM_FRAMES, bytes, bytes);
    profiles = driver.createInputTopic(Topics.NODE_PROFILES, bytes, bytes);
    anomalies = new Output<>(Topics.ANOMALIES, AnomalyEvent.class);
    scores = new Output<>(Topics.WINDOW_SCORES, WindowScore.class);
    statuses = new Output<>(Topics.NODE_STATUS, NodeStatus.class);
    levels = new Output<>(Topics.LEVELS, SoundLevels.class);
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

  void sendSigned(byte[] key, byte[] value, long timestampMs, byte[] signature) {
    Headers headers = new RecordHeaders().add(FrameSignatures.HEADER, signature);
    frames.pipeInput(new TestRecord<>(key, value, headers, timestampMs));
  }

  void profile(NodeProfile profile) {
    profileBytes(profile.getNodeId(), AvroSerde.of(NodeProfile.class).serialize("", profile));
  }

  void profileBytes(String key, byte[] value) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    profiles.pipeInput(keyBytes, value, TestNode.START.toEpochMilli());
  }

  /** The layout stays readable and the open event too, what the front-end keeps does not. */
  void damageStateOf(String nodeId) {
    KeyValueStore<String, byte[]> states = driver.getKeyValueStore(EarshotTopology.NODE_STATE);
    byte[] right = states.get(nodeId);
    int bodyAt = 1 + 2 * Integer.BYTES + ByteBuffer.wrap(right).getInt(1);
    int left = right.length - bodyAt - 100;
    states.put(
        nodeId,
        ByteBuffer.allocate(right.length - 100)
            .put(right, 0, bodyAt - Integer.BYTES)
            .putInt(left)
            .put(right, bodyAt, left)
            .array());
  }

  /** The nodes of which something is in the store. */
  List<String> nodesKept() {
    KeyValueStore<String, byte[]> states = driver.getKeyValueStore(EarshotTopology.NODE_STATE);
    List<String> nodes = new ArrayList<>();
    new StoredStates(states).forEach((nodeId, state) -> nodes.add(nodeId));
    nodes.remove(PartitionLife.ITSELF);
    return nodes;
  }

  /** What a processor that restores a store from its changelog would find of a node. */
  Optional<byte[]> lastInChangelog(String store, String nodeId) {
    List<TestRecord<String, byte[]>> changelog =
        changelogs.computeIfAbsent(store, none -> new ArrayList<>());
    changelog.addAll(
        driver
            .createOutputTopic(
                APPLICATION_ID + "-" + store + "-changelog",
                new StringDeserializer(),
                new ByteArrayDeserializer())
            .readRecordsToList());
    return changelog.stream()
        .filter(record -> record.key().equals(nodeId))
        .reduce((first, second) -> second)
        .map(TestRecord::value);
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

  List<SoundLevels> levels() {
    return levels.values();
  }

  /** The nodes whose levels are in the making. */
  List<String> nodesMeasured() {
    KeyValueStore<String, byte[]> store = driver.getKeyValueStore(EarshotTopology.NODE_LEVELS);
    List<String> nodes = new ArrayList<>();
    new StoredStates(store).forEach((nodeId, bytes) -> nodes.add(nodeId));
    return nodes;
  }

  List<NodeStatus> statuses() {
    return statuses.values();
  }

  List<NodeStatusKind> statusKinds() {
    return statuses().stream().map(NodeStatus::getKind).toList();
  }

  /** What was told of one node, but for the regular signs of life. */
  List<NodeStatusKind> kindsOf(String nodeId) {
    return statuses().stream()
        .filter(status -> status.getNodeId().equals(nodeId))
        .map(NodeStatus::getKind)
        .filter(kind -> kind != NodeStatusKind.LISTENING)
        .toList();
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

  /** Every record that came out since the last call, byte for byte, topic by topic. */
  List<String> everything() {
    return OUTPUTS.stream()
        .flatMap(
            topic ->
                driver
                    .createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .stream()
                    .map(record -> topic + " " + bytes(record)))
        .toList();
  }

  private static String bytes(TestRecord<byte[], byte[]> record) {
    return hex(record.timestamp(), record.key(), record.value(), record.headers());
  }

  /** All of a record that crosses the wire. */
  static String hex(long timestampMs, byte[] key, byte[] value, Headers headers) {
    StringBuilder text = new StringBuilder().append(timestampMs);
    text.append(' ').append(hex(key)).append(' ').append(hex(value));
    for (Header header : headers) {
      text.append(' ').append(header.key()).append('=').append(hex(header.value()));
    }
    return text.toString();
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? "none" : HexFormat.of().formatHex(bytes);
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
