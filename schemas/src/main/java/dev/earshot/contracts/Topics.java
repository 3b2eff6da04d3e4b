package dev.earshot.contracts;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of Earshot: their names, and how each is kept. Keys are the node's id as UTF-8, so
 * what one node says stays in order in one partition; only models are no node's.
 */
public final class Topics {
  /** {@code PcmFrame}: what the nodes hear. */
  public static final String PCM_FRAMES = "earshot.pcm-frames";

  /** {@code AnomalyEvent}: the steps in the life of every anomaly. */
  public static final String ANOMALIES = "earshot.anomalies";

  /** {@code WindowScore}: what the model said of every window. */
  public static final String WINDOW_SCORES = "earshot.window-scores";

  /** {@code NodeStatus}: how each node's stream fares. */
  public static final String NODE_STATUS = "earshot.node-status";

  /** {@code SoundLevels}: how loud it is at each calibrated node. */
  public static final String LEVELS = "earshot.levels";

  /** {@code NodeProfile}: what an operator says of a node. */
  public static final String NODE_PROFILES = "earshot.node-profiles";

  /** {@code ModelDeployment}: which model is used from when on. */
  public static final String MODELS = "earshot.models";

  /** {@code GroundTruth}: what simulated nodes really played. */
  public static final String GROUND_TRUTH = "earshot.ground-truth";

  /** The bytes of records that could not be used; see {@link DeadLetters}. */
  public static final String DEAD_LETTERS = "earshot.dead-letters";

  /** {@code KeptAudio}: the sound around alarms, encrypted, where that is kept at all. */
  public static final String KEPT_AUDIO = "earshot.kept-audio";

  /** The most that a record of {@link #KEPT_AUDIO} takes: within what brokers take by default. */
  public static final int KEPT_AUDIO_BYTES_MAX = 1_000_000;

  /** How long whatever stands on {@link #KEPT_AUDIO} stands there at most. */
  public static final Duration KEPT_AUDIO_LONGEST = Duration.ofDays(30);

  /**
   * How old a segment of {@link #KEPT_AUDIO} gets, and how old a record in it before what it took
   * the place of is removed from the disks. Brokers look at it when something is written.
   */
  public static final Duration KEPT_AUDIO_SEGMENT = Duration.ofMinutes(10);

  /** For how long every profile on {@link #NODE_PROFILES} stays, also where a newer one stands. */
  public static final Duration PROFILES_AUDITED = Duration.ofDays(365);

  /**
   * Partitions of each topic when nothing else is said: how many processor threads can share it.
   */
  public static final int DEFAULT_PARTITIONS = 12;

  private Topics() {}

  /**
   * All topics, as they are to be made.
   *
   * @param partitions of each that is by node; the same for all, so that what belongs to one node
   *     is found in the partition of the same number
   */
  public static List<TopicPlan> plans(int partitions) {
    return List.of(
        // Raw sound is a lot (32 kB a second and node) and private: kept to outlast an outage only.
        plan(PCM_FRAMES, partitions, keptFor(Duration.ofHours(6))),
        plan(ANOMALIES, partitions, keptFor(Duration.ofDays(30))),
        plan(WINDOW_SCORES, partitions, keptFor(Duration.ofDays(1))),
        // Five records a minute and node: what a report of the month is made of.
        plan(LEVELS, partitions, keptFor(Duration.ofDays(30))),
        // The last status of a node stands, until the node has been gone for a week.
        plan(NODE_STATUS, partitions, compacted(), deletedToo(Duration.ofDays(7))),
        // Each profile says who set it and when: for a year whatever was said can be looked up.
        plan(NODE_PROFILES, partitions, compacted(), allKeptFor(PROFILES_AUDITED)),
        // Every instance reads all of it. When a model was announced is the brokers' to say.
        plan(MODELS, 1, compacted(), stampedByTheBroker()),
        plan(GROUND_TRUTH, partitions, keptFor(Duration.ofDays(7))),
        plan(DEAD_LETTERS, partitions, keptFor(Duration.ofDays(7))));
  }

  /**
   * The topic of kept sound, which is made only where sound is kept. A single partition gives all
   * instances one order of what is there, by which they know what is to be deleted; what has been
   * deleted is gone from the disks soon, where compaction usually takes its time.
   */
  public static TopicPlan keptAudio() {
    String soon = Long.toString(KEPT_AUDIO_SEGMENT.toMillis());
    return plan(
        KEPT_AUDIO,
        1,
        deletedToo(KEPT_AUDIO_LONGEST),
        stampedByTheBroker(),
        Map.of(
            TopicConfig.SEGMENT_MS_CONFIG, soon,
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, soon,
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01"));
  }

  @SafeVarargs
  private static TopicPlan plan(String name, int partitions, Map<String, String>... settings) {
    Map<String, String> configs = new HashMap<>();
    // Timestamps are event time as the nodes tell it. A broker refuses by default what is an hour
    // ahead of its own clock: a replay faster than life gets there, and a node whose clock is
    // wrong is the processor's business, which counts it instead of losing it.
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
    for (Map<String, String> some : settings) {
      configs.putAll(some);
    }
    return new TopicPlan(name, partitions, configs);
  }

  private static Map<String, String> keptFor(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()));
  }

  private static Map<String, String> compacted() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.SEGMENT_MS_CONFIG,
        Long.toString(Duration.ofHours(6).toMillis()));
  }

  /** What stands when compacted: everything until then, records that take something back too. */
  private static Map<String, String> allKeptFor(Duration audited) {
    String millis = Long.toString(audited.toMillis());
    return Map.of(
        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, millis,
        TopicConfig.DELETE_RETENTION_MS_CONFIG, millis);
  }

  private static Map<String, String> stampedByTheBroker() {
    return Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
  }

  private static Map<String, String> deletedToo(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()));
  }

  /**
   * Makes those topics that are not there; what is there stays as it is, whatever its settings.
   * Safe to call from several processes at once, and needs no right to create where all are there.
   *
   * @return the names of those that this call made
   * @throws KafkaException if the cluster does not answer or refuses
   */
  public static Set<String> createMissing(Admin admin, Collection<TopicPlan> plans) {
    Set<String> there = Answers.await(admin.listTopics().names());
    List<NewTopic> missing =
        plans.stream()
            .filter(plan -> !there.contains(plan.name()))
            .map(TopicPlan::toNewTopic)
            .collect(Collectors.toList());
    Set<String> made = new TreeSet<>();
    admin
        .createTopics(missing)
        .values()
        .forEach(
            (name, creation) -> {
              try {
                Answers.await(creation);
                made.add(name);
              } catch (TopicExistsException e) {
                // another process was a moment faster
              }
            });
    return made;
  }
}
