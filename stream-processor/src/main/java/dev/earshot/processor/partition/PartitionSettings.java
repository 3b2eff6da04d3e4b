package dev.earshot.processor.partition;

import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import java.time.Duration;

/**
 * What the life of a partition depends on besides its records.
 *
 * @param model scores the windows
 * @param silence a node not heard for longer than this, by stream time, is silent; {@value
 *     #SILENCE_MIN_S} s to a week
 * @param metrics counts what happens; shared by all threads
 */
public record PartitionSettings(NodeModel model, Duration silence, NodeMetrics metrics) {
  /** Seconds of {@code silence} when nothing is said. */
  public static final int SILENCE_DEFAULT_S = 10;

  /** The least: longer than the longest frame. */
  public static final int SILENCE_MIN_S = 3;

  /** The most: a week. */
  public static final int SILENCE_MAX_S = 7 * 86_400;

  /** {@link #SILENCE_DEFAULT_S} as a duration. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(SILENCE_DEFAULT_S);

  public PartitionSettings {
    if (silence.compareTo(Duration.ofSeconds(SILENCE_MIN_S)) < 0
        || silence.compareTo(Duration.ofSeconds(SILENCE_MAX_S)) > 0) {
      throw new IllegalArgumentException(
          "silence is %s, needs to be %d s to %d s"
              .formatted(silence, SILENCE_MIN_S, SILENCE_MAX_S));
    }
  }

  /** With the usual silence, counting nothing. */
  public static PartitionSettings of(NodeModel model) {
    return new PartitionSettings(model, DEFAULT_SILENCE, NodeMetrics.NONE);
  }
}
