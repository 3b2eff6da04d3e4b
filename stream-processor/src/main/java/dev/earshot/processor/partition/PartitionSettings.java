package dev.earshot.processor.partition;

import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the life of a partition depends on besides its records.
 *
 * @param models says which model is in force when; asked at every record, by any thread
 * @param silence a node not heard for longer than this, by stream time, is silent; {@value
 *     #SILENCE_MIN_S} s to a week
 * @param retention the state of a node not heard for longer than this, by stream time, is deleted;
 *     longer than {@code silence}, at most ten years
 * @param limits what a partition takes at most
 * @param signaturesRequired whether a frame has to be signed by its node
 * @param metrics counts what happens; shared by all threads
 */
public record PartitionSettings(
    Supplier<ModelSchedule> models,
    Duration silence,
    Duration retention,
    PartitionLimits limits,
    boolean signaturesRequired,
    NodeMetrics metrics) {
  /** Seconds of {@code silence} when nothing is said. */
  public static final int SILENCE_DEFAULT_S = 10;

  /** The least: longer than the longest frame. */
  public static final int SILENCE_MIN_S = 3;

  /** The most: a week. */
  public static final int SILENCE_MAX_S = 7 * 86_400;

  /** {@link #SILENCE_DEFAULT_S} as a duration. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(SILENCE_DEFAULT_S);

  /** Days of {@code retention} when nothing is said. */
  public static final int RETENTION_DEFAULT_DAYS = 30;

  /** The most: ten years. */
  public static final int RETENTION_MAX_DAYS = 3650;

  /** {@link #RETENTION_DEFAULT_DAYS} as a duration. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(RETENTION_DEFAULT_DAYS);

  public PartitionSettings {
    if (silence.compareTo(Duration.ofSeconds(SILENCE_MIN_S)) < 0
        || silence.compareTo(Duration.ofSeconds(SILENCE_MAX_S)) > 0) {
      throw new IllegalArgumentException(
          "silence is %s, needs to be %d s to %d s"
              .formatted(silence, SILENCE_MIN_S, SILENCE_MAX_S));
    }
    if (retention.compareTo(silence) <= 0
        || retention.compareTo(Duration.ofDays(RETENTION_MAX_DAYS)) > 0) {
      throw new IllegalArgumentException(
          "retention is %s, needs to be longer than silence (%s), and at most %d days"
              .formatted(retention, silence, RETENTION_MAX_DAYS));
    }
  }

  /**
   * With this model at all times, the usual silence, retention and limits, no signatures, counting
   * nothing.
   */
  public static PartitionSettings of(NodeModel model) {
    ModelSchedule always = ModelSchedule.of(model);
    return new PartitionSettings(
        () -> always,
        DEFAULT_SILENCE,
        DEFAULT_RETENTION,
        PartitionLimits.DEFAULT,
        false,
        NodeMetrics.NONE);
  }

  public PartitionSettings withModels(Supplier<ModelSchedule> others) {
    return new PartitionSettings(others, silence, retention, limits, signaturesRequired, metrics);
  }

  public PartitionSettings withRetention(Duration other) {
    return new PartitionSettings(models, silence, other, limits, signaturesRequired, metrics);
  }

  public PartitionSettings withLimits(PartitionLimits others) {
    return new PartitionSettings(models, silence, retention, others, signaturesRequired, metrics);
  }

  public PartitionSettings withMetrics(NodeMetrics others) {
    return new PartitionSettings(models, silence, retention, limits, signaturesRequired, others);
  }

  public PartitionSettings withSignaturesRequired() {
    return new PartitionSettings(models, silence, retention, limits, true, metrics);
  }
}
