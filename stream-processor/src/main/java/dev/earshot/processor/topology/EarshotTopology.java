package dev.earshot.processor.topology;

import static org.apache.kafka.streams.AutoOffsetReset.earliest;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.ShadowModel;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole of the stream processor:
 *
 * <pre>
 *  earshot.pcm-frames ----> node ------> earshot.anomalies
 *                            |  |------> earshot.window-scores
 *                       node-state  |--> earshot.node-status
 *                   node-decisions  |--> earshot.levels
 *                      node-levels  `--> earshot.dead-letters
 *                     node-profiles ^             ^
 *  earshot.node-profiles -> profile |-------------'
 *
 *  earshot.models -> model    (all of it in every instance)
 * </pre>
 *
 * Both sources are keyed by node and have the same number of partitions, so that a node's frames
 * and its profile meet in one task. Values are taken as bytes and decoded inside: what can't be
 * decoded is data, and becomes a dead letter with its position.
 */
public final class EarshotTopology {
  /** Store: what is kept of each node, by node id. */
  public static final String NODE_STATE = "node-state";

  /** Store: the last decisions of each node, by node id. */
  public static final String NODE_DECISIONS = "node-decisions";

  /** Store: the levels of each calibrated node, of the periods it is in, by node id. */
  public static final String NODE_LEVELS = "node-levels";

  /** Store: what operators say of each node, by node id, as a {@link ProfileSchedule}. */
  public static final String NODE_PROFILES = "node-profiles";

  /** Store: the models that were announced, as they came, by key. */
  public static final String ANNOUNCED_MODELS = "announced-models";

  static final String FRAMES = "frames";
  static final String PROFILES = "profiles";
  static final String NODE = "node";
  static final String PROFILE = "profile";
  static final String MODELS = "models";
  static final String MODEL = "model";
  static final String ANOMALIES = "anomalies";
  static final String WINDOW_SCORES = "window-scores";
  static final String LEVELS = "levels";
  static final String NODE_STATUS = "node-status";
  static final String DEAD_LETTERS = "dead-letters";

  private EarshotTopology() {}

  /**
   * Builds it.
   *
   * @param settings each task's life makes scorers of its own by them
   * @param shadow a second model that hears along, if there is one
   * @param models is told of every model on the topic of models, before the first frame is heard of
   *     those that are there already
   */
  public static Topology build(
      PartitionSettings settings, Optional<ShadowModel> shadow, ModelListener models) {
    var time = new RecordTime();
    var bytesIn = new ByteArrayDeserializer();
    var bytesOut = new ByteArraySerializer();
    return new Topology()
        .addSource(earliest(), FRAMES, time, bytesIn, bytesIn, Topics.PCM_FRAMES)
        .addSource(earliest(), PROFILES, time, bytesIn, bytesIn, Topics.NODE_PROFILES)
        .addProcessor(NODE, () -> new NodeProcessor(settings, shadow), FRAMES)
        .addProcessor(PROFILE, () -> new ProfileProcessor(settings), PROFILES)
        .addGlobalStore(
            announcedModels(),
            MODELS,
            bytesIn,
            bytesIn,
            Topics.MODELS,
            MODEL,
            () -> new ModelProcessor(models))
        .addStateStore(ofNodes(NODE_STATE), NODE)
        .addStateStore(ofNodes(NODE_DECISIONS), NODE)
        .addStateStore(ofNodes(NODE_LEVELS), NODE)
        .addStateStore(nodeProfiles(), NODE, PROFILE)
        .addSink(ANOMALIES, Topics.ANOMALIES, bytesOut, AvroSerde.of(AnomalyEvent.class), NODE)
        .addSink(
            WINDOW_SCORES, Topics.WINDOW_SCORES, bytesOut, AvroSerde.of(WindowScore.class), NODE)
        .addSink(LEVELS, Topics.LEVELS, bytesOut, AvroSerde.of(SoundLevels.class), NODE)
        .addSink(NODE_STATUS, Topics.NODE_STATUS, bytesOut, AvroSerde.of(NodeStatus.class), NODE)
        .addSink(DEAD_LETTERS, Topics.DEAD_LETTERS, bytesOut, bytesOut, NODE, PROFILE);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> announcedModels() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(ANNOUNCED_MODELS), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled(); // the topic itself is what it is restored from
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> ofNodes(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(changelog());
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> nodeProfiles() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(NODE_PROFILES), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(changelog());
  }

  /**
   * A changelog's records carry the time of the frames that made them. Brokers refuse by default
   * what is an hour ahead of their clock; the topic of frames takes it, so its changelog must.
   */
  private static Map<String, String> changelog() {
    return Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
  }
}
