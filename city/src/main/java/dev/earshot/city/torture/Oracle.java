package dev.earshot.city.torture;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.city.report.CommittedRecords;
import dev.earshot.city.report.TopicContents;
import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Position;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.models.ModelTopic;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.partition.MappedStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.Profiles;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Knows what has to come out of a topic of frames: a plain loop over its records, once from the
 * first to the last, without Kafka Streams, transactions, stores or threads. It shares with the
 * processor what one record does to one partition, and nothing of how that is kept safe. For one
 * thread; owns a scorer for each partition.
 */
final class Oracle implements AutoCloseable {
  private final PartitionSettings settings;
  private final Map<String, ProfileSchedule> profiles = new HashMap<>();
  private final Map<Integer, Partition> partitions = new TreeMap<>();

  /**
   * @param settings as the processors have them
   * @param profiles of all nodes that have one, from before the first frame on
   */
  Oracle(PartitionSettings settings, Collection<NodeProfile> profiles) {
    this.settings = settings;
    profiles.forEach(this::say);
  }

  /**
   * Reads the topics of a cluster and returns what has to have come of them, by partition.
   *
   * @param model that the processors were started with
   * @param leaveOut records that are taken for not there; none of them, but to see that it is
   *     noticed
   */
  static Map<Integer, Outcomes> consult(
      Map<String, String> client,
      ModelFile model,
      Predicate<ConsumerRecord<byte[], byte[]>> leaveOut) {
    DeployedModels models = new DeployedModels(model);
    new ModelTopic(client).replayTo(models);
    PartitionSettings settings = PartitionSettings.of(NodeModel.of(model)).withModels(models);
    List<NodeProfile> profiles =
        TopicContents.read(client, Topics.NODE_PROFILES, NodeProfile.class);
    try (Oracle oracle = new Oracle(settings, profiles)) {
      CommittedRecords.read(
          client,
          Topics.PCM_FRAMES,
          record -> {
            if (!leaveOut.test(record)) {
              oracle.hear(record);
            }
          });
      return oracle.expected();
    }
  }

  /** The record that comes next in its partition. */
  void hear(ConsumerRecord<byte[], byte[]> record) {
    partitions
        .computeIfAbsent(record.partition(), none -> new Partition(settings, this::profile))
        .hear(record);
  }

  /** What has to have come of all that was heard, by partition. */
  Map<Integer, Outcomes> expected() {
    Map<Integer, Outcomes> expected = new TreeMap<>();
    partitions.forEach((number, partition) -> expected.put(number, partition.outcomes));
    return expected;
  }

  @Override
  public void close() {
    partitions.values().forEach(partition -> partition.life.close());
  }

  private void say(NodeProfile profile) {
    ProfileSchedule before = profiles.getOrDefault(profile.getNodeId(), ProfileSchedule.NONE);
    before.with(profile, 0).ifPresent(after -> profiles.put(profile.getNodeId(), after));
  }

  private Optional<NodeProfile> profile(String nodeId, long atMicros) {
    return profiles.getOrDefault(nodeId, ProfileSchedule.NONE).at(atMicros);
  }

  /** One partition's life with nothing but maps and lists around it. */
  private static final class Partition implements NodeOutput {
    private final SingleObject<WindowScore> scores = SingleObject.of(WindowScore.class);
    private final SingleObject<AnomalyEvent> anomalies = SingleObject.of(AnomalyEvent.class);
    private final SingleObject<SoundLevels> levels = SingleObject.of(SoundLevels.class);
    private final SingleObject<NodeStatus> statuses = SingleObject.of(NodeStatus.class);
    private final Outcomes outcomes = new Outcomes();
    private final PartitionLife life;
    private ConsumerRecord<byte[], byte[]> source;

    Partition(PartitionSettings settings, Profiles profiles) {
      life =
          new PartitionLife(
              settings,
              new MappedStates(outcomes.states()),
              new MappedStates(outcomes.decisions()),
              new MappedStates(new HashMap<>()),
              profiles);
    }

    void hear(ConsumerRecord<byte[], byte[]> record) {
      source = record;
      life.hear(new Arrival(record.key(), record.value(), record.timestamp()), this);
    }

    @Override
    public void score(WindowScore score) {
      add(Topics.WINDOW_SCORES, score.getNodeId(), scores.encode(score));
    }

    @Override
    public void anomaly(AnomalyEvent event) {
      add(Topics.ANOMALIES, event.getNodeId(), anomalies.encode(event));
    }

    @Override
    public void status(NodeStatus status) {
      add(Topics.NODE_STATUS, status.getNodeId(), statuses.encode(status));
    }

    @Override
    public void levels(SoundLevels told) {
      add(Topics.LEVELS, told.getNodeId(), levels.encode(told));
    }

    private void add(String topic, String nodeId, byte[] value) {
      byte[] key = nodeId.getBytes(StandardCharsets.UTF_8);
      outcomes.add(topic, Outcome.of(key, value, source.timestamp(), new RecordHeaders()));
    }

    @Override
    public void deadLetter(Reason reason, String detail) {
      DeadLetters.Letter letter =
          DeadLetters.of(
              source.key(),
              source.value(),
              source.headers(),
              reason,
              detail,
              new Position(
                  source.topic(), source.partition(), source.offset(), source.timestamp()));
      outcomes.add(
          Topics.DEAD_LETTERS,
          Outcome.of(letter.key(), letter.value(), source.timestamp(), letter.headers()));
    }
  }
}
