package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.PcmFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the state of a node carries from one processor to the next. */
class NodeLifeTest {
  private final TestModel models = new TestModel();
  private final RecordedOutput output = new RecordedOutput();
  private final FrameAdmission admission = new FrameAdmission(TestNode.RATE_HZ);
  private final TestNode node = new TestNode("node-1", this::hear);
  private NodeLife life = lifeWith("model-a");
  private byte[] state;
  private long clock;

  private NodeLife lifeWith(String modelId) {
    NodeModel model = models.named(modelId);
    return new NodeLife(
        ModelSchedule.Entry.always(model),
        model.scorers().get(),
        Duration.ofSeconds(10),
        NodeMetrics.NONE);
  }

  private void hear(byte[] key, byte[] value, long timestampMs) {
    life.wake("node-1", Optional.ofNullable(state), Optional.empty(), output);
    Frame frame = ((Admitted<Frame>) admission.admit(key, value, timestampMs)).value();
    clock = life.hear(frame, clock);
    state = life.save();
  }

  @AfterEach
  void everyFrameWasRight() {
    assertThat(output.deadLetters).isEmpty();
  }

  @Test
  void anotherModelClosesWhatIsOpenAndKeepsTheCounters() {
    node.quiet(1).loud(2);
    AnomalyEvent opened = output.anomalies.get(0);
    life = lifeWith("model-b");
    node.quiet(20);
    AnomalyEvent closed = output.anomalies.get(output.anomalies.size() - 1);
    assertThat(closed.getPhase()).isEqualTo(AnomalyPhase.CLOSED);
    assertThat(closed.getAnomalyId()).isEqualTo(opened.getAnomalyId());
    assertThat(closed.getEndReason()).isEqualTo(EndReason.MODEL_CHANGED);
    assertThat(closed.getModelId()).isEqualTo("model-a");
    assertThat(closed.getRevision()).isEqualTo(output.anomalies.size() - 1);
    assertThat(output.anomalies.stream().filter(e -> e.getPhase() == AnomalyPhase.CLOSED))
        .hasSize(1);
    NodeStatus last = output.statuses.get(output.statuses.size() - 1);
    assertThat(last.getKind()).isEqualTo(NodeStatusKind.LISTENING);
    assertThat(last.getSamplesHeard()).isEqualTo(TestNode.samples(20));
  }

  @Test
  void aStateOfAnotherLayoutIsNoneButWhatIsOpenIsClosed() {
    node.quiet(1).loud(2);
    AnomalyEvent opened = output.anomalies.get(0);
    byte[] before = state;
    SavedNode parts = SavedNode.read(before).orElseThrow();
    int layoutAt = before.length - parts.body().remaining();
    state[layoutAt] = 99;
    node.quiet(1);
    assertThat(LastHeard.in(before).silent()).isTrue();
    assertThat(output.statuses)
        .extracting(NodeStatus::getKind)
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.FIRST_HEARD);
    AnomalyEvent closed = output.anomalies.get(output.anomalies.size() - 1);
    assertThat(closed.getPhase()).isEqualTo(AnomalyPhase.CLOSED);
    assertThat(closed.getAnomalyId()).isEqualTo(opened.getAnomalyId());
  }

  @Test
  void whateverTheSavedBytesTheNodeGoesOn() {
    node.quiet(1).loud(2);
    byte[] right = state;
    Frame next = next();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      state = Arrays.copyOf(right, i % 3 == 0 ? random.nextInt(right.length) : right.length);
      for (int flips = state.length == 0 ? 0 : 1 + random.nextInt(3); flips > 0; flips--) {
        state[random.nextInt(Math.min(state.length, 900))] = (byte) random.nextInt(256);
      }
      assertThat(LastHeard.in(state)).isNotNull();
      life.wake("node-1", Optional.of(state), Optional.empty(), output);
      life.fallSilent();
      life.wake("node-1", Optional.of(state), Optional.empty(), output);
      life.hear(next, clock);
    }
    output.deadLetters.clear(); // a state may be elsewhere in the stream
  }

  /** One object is many nodes, one after the other. */
  @Test
  void theStateOfANodeHoldsNothingOfAnother() {
    node.quiet(1).loud(2);
    assertThat(firstState(life)).isEqualTo(firstState(lifeWith("model-a")));
  }

  @Test
  void aStateThatIsNoneLeavesNothingBehind() {
    node.quiet(1).loud(2);
    for (int at = 0; at < state.length; at++) {
      byte[] damaged = state.clone();
      damaged[at] ^= (byte) 0xff;
      life.wake("node-1", Optional.of(damaged), Optional.empty(), output);
      if (!life.isKnown()) {
        assertThat(firstState(life))
            .as("damaged at %d", at)
            .isEqualTo(firstState(lifeWith("model-a")));
      }
    }
  }

  /** The state of another node after its first frame. */
  private byte[] firstState(NodeLife life) {
    TestNode other = new TestNode("node-2", (key, value, timestampMs) -> {});
    byte[] value =
        SingleObject.of(PcmFrame.class).encode(other.frame(0, TestNode.FRAME_SAMPLES, false));
    life.wake("node-2", Optional.empty(), Optional.empty(), output);
    life.hear(((Admitted<Frame>) admission.admit(other.key(), value, 1L << 50)).value(), 0);
    return life.save();
  }

  /** The frame that follows. */
  private Frame next() {
    byte[] value =
        SingleObject.of(PcmFrame.class)
            .encode(node.frame(node.next(), TestNode.FRAME_SAMPLES, true));
    return ((Admitted<Frame>) admission.admit(node.key(), value, Long.MAX_VALUE / 2)).value();
  }

  @Test
  void theStateOfANodeIsSmall() {
    node.quiet(1);
    assertThat(state.length).isBetween(2_000, 6_000);
    node.loud(2);
    assertThat(state.length).as("an open event in it").isBetween(2_000, 6_000);
  }

  @Test
  void aNodeThatHasCountedToTheEndIsStillKnown() {
    PcmFrame last = node.frame(0, TestNode.FRAME_SAMPLES, false);
    last.setFirstSample(FrameAdmission.END_SAMPLE - TestNode.FRAME_SAMPLES);
    node.send(last);
    life.wake("node-1", Optional.of(state), Optional.empty(), output);
    assertThat(life.isKnown()).isTrue();
  }

  @Test
  void theStreamClockCountsSamples() {
    node.quiet(1);
    assertThat(clock).as("the first frame moves nothing").isEqualTo(TestNode.samples(0.8));
    node.lose(5).quiet(0.2);
    assertThat(clock).isEqualTo(TestNode.samples(6.0));
    node.pause(3600).restart(7).quiet(0.2);
    assertThat(clock).isEqualTo(TestNode.samples(6.0));
  }
}
