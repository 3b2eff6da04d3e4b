package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.processor.TestNode;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.PcmFrame;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of a node's clock, and that nothing else comes of it. */
class ClockSkewTest {
  private static final int FRAME_SAMPLES = 16_000;

  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1");
  private final SplittableRandom way = new SplittableRandom(3);
  private long sent;

  @AfterEach
  void close() {
    topology.close();
  }

  /** A second of sound by a clock that is ahead and fast; its way takes 20 to 70 ms. */
  private void send(double aheadSeconds, double fastPpm, int seconds) {
    for (int i = 0; i < seconds; i++, sent++) {
      PcmFrame frame = node.frame(sent * FRAME_SAMPLES, FRAME_SAMPLES, false);
      long aheadMicros = Math.round(aheadSeconds * 1e6 + sent * fastPpm);
      frame.setCapturedAt(frame.getCapturedAt().plusNanos(1000 * aheadMicros));
      long endMs = node.timeOf((sent + 1) * FRAME_SAMPLES).toEpochMilli();
      node.send(frame, endMs + 20 + way.nextInt(50));
    }
  }

  @Test
  void aClockThatIsAheadIsTold() {
    send(3, 0, 60);
    assertThat(topology.lastStatus().getClockOffsetMs()).isBetween(2_940L, 2_980L);
    assertThat(topology.lastStatus().getClockDriftPpm()).as("too early to tell").isNull();
  }

  @Test
  void aClockThatIsFastIsTold() {
    send(-1, 200, 1200);
    assertThat(topology.lastStatus().getClockDriftPpm()).isCloseTo(200f, within(40f));
  }

  @Test
  void aClockThatWasSetIsEstimatedAnew() {
    send(3, 0, 60);
    send(-2, 0, 60);
    assertThat(topology.statusKinds()).contains(NodeStatusKind.CLOCK_STEPPED);
    assertThat(topology.lastStatus().getClockOffsetMs()).isBetween(-2_080L, -2_000L);
  }

  @Test
  void aRecordWithoutAnySensibleTimestampSaysNothing() {
    node.send(node.frame(0, FRAME_SAMPLES, false), Long.MAX_VALUE);
    sent = 1;
    send(0, 0, 60);
    assertThat(topology.lastStatus().getClockOffsetMs()).isBetween(-80L, 0L);
  }
}
