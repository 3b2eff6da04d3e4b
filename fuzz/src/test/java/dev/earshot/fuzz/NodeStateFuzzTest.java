package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.LastHeard;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.v1.PcmEncoding;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever stands in the store for a node, the node goes on: with the state where it is one, as a
 * new node else.
 */
@Timeout(60)
class NodeStateFuzzTest {
  /** The event of an open anomaly is decoded and, closed, encoded again. */
  private static final long BYTES_OF_ONE = 24;

  /** Enough for two columns, and so for two windows. */
  private static final int SAMPLES = 700;

  private final NodeLife life = FuzzNode.life(FuzzModel.node());
  private final Frame follows = frame(2, 27_200);
  private final Frame restarts = frame(9, 0);

  private static Frame frame(long session, long first) {
    return FuzzNode.admitted(FuzzNode.frame(session, first, SAMPLES, PcmEncoding.PCM_S16LE, true));
  }

  @FuzzTest
  void anyState(byte[] saved) {
    Allocation.within(BYTES_OF_ONE * saved.length, () -> wake(saved));
    assertThat(LastHeard.in(saved)).isNotNull();
    if (life.isKnown()) {
      requireKept();
      life.fallSilent();
    }
    for (Frame frame : new Frame[] {follows, restarts}) {
      wake(saved);
      life.hear(frame, 27_200);
      requireKept();
    }
  }

  private boolean wake(byte[] saved) {
    life.wake(FuzzNode.ID, Optional.of(saved), Optional.empty(), Nowhere.OUTPUT);
    return life.isKnown();
  }

  /** What is saved comes back as it was. */
  private void requireKept() {
    byte[] saved = life.save();
    assertThat(wake(saved)).isTrue();
    assertThat(life.save()).isEqualTo(saved);
  }
}
