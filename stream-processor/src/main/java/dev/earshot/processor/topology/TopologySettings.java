package dev.earshot.processor.topology;

import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import java.time.Duration;

/**
 * What the topology is built from.
 *
 * @param model scores the windows
 * @param silence a node not heard for longer than this, by stream time, is silent; above the
 *     longest frame's 2 s
 * @param metrics counts what happens; shared by all threads
 */
public record TopologySettings(NodeModel model, Duration silence, NodeMetrics metrics) {
  /** What {@code silence} is when nothing is said. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(10);

  private static final Duration SILENCE_MIN = Duration.ofSeconds(2);
  private static final Duration SILENCE_MAX = Duration.ofDays(7);

  public TopologySettings {
    if (silence.compareTo(SILENCE_MIN) <= 0 || silence.compareTo(SILENCE_MAX) > 0) {
      throw new IllegalArgumentException(
          "silence is " + silence + ", needs to be above PT2S and at most P7D");
    }
  }

  /** With the usual silence, counting nothing. */
  public static TopologySettings of(NodeModel model) {
    return new TopologySettings(model, DEFAULT_SILENCE, NodeMetrics.NONE);
  }
}
