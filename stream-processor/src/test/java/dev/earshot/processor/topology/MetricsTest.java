package dev.earshot.processor.topology;

import static dev.earshot.processor.TestNode.FRAME_SAMPLES;
import static dev.earshot.processor.TestNode.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionSettings;
import org.junit.jupiter.api.Test;

/** What happens is counted, once, under its name. */
class MetricsTest {
  private final RecordedMetrics metrics = new RecordedMetrics();

  private TestTopology topology() {
    return new TestTopology(PartitionSettings.of(new TestModel().model()).withMetrics(metrics));
  }

  @Test
  void everythingThatHappensToANodeIsCounted() {
    try (TestTopology topology = topology()) {
      TestNode node = topology.node("node-1").quiet(1).lose(0.6).loud(2);
      node.send(node.frame(samples(0.4), FRAME_SAMPLES, false)); // again
      node.send(node.frame(samples(1.2), FRAME_SAMPLES, false)); // late
      topology.send(node.key(), null, 0);
      topology.profileBytes("node-1", new byte[3]);
      node.quiet(4).lose(60).quiet(0.2);
      assertThat(metrics.counted())
          .containsOnly(
              entry("processed", 5L + 10 + 3 + 20 + 1),
              entry("heard", samples(7.2)),
              entry("lost", samples(60.6)),
              entry("duplicate", (long) FRAME_SAMPLES),
              entry("late", (long) FRAME_SAMPLES),
              entry("windowScored", (long) topology.scores().size()),
              entry("anomalyOpened", 1L),
              entry("anomalyClosed SCORE_FELL", 1L),
              entry("deadLetter LATE", 1L),
              entry("deadLetter NO_VALUE", 1L),
              entry("deadLetter NOT_SINGLE_OBJECT", 1L),
              entry("nodeSilent", 1L));
    }
  }
}
