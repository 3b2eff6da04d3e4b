package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.NodeProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator is shown of a node is what the node's life goes on from. */
class NodeReportTest {
  private static final ModelSchedule MODELS = ModelSchedule.of(new TestModel().model());

  private final NodeModel model = MODELS.entries().get(0).model();
  private final NodeLife life =
      new NodeLife(
          MODELS.entries().get(0), model.scorers().get(), Duration.ofSeconds(10), NodeMetrics.NONE);
  private final RecordedOutput output = new RecordedOutput();
  private final FrameAdmission admission = new FrameAdmission(TestNode.RATE_HZ);
  private final TestNode node = new TestNode("node-1", this::hear);
  private Optional<NodeProfile> profile = Optional.empty();
  private byte[] state = {};
  private long clock;

  private void hear(byte[] key, byte[] value, long timestampMs) {
    life.wake("node-1", Optional.of(state), profile, output);
    clock = life.hear(((Admitted<Frame>) admission.admit(key, value, timestampMs)).value(), clock);
    state = life.save();
  }

  private NodeReport report() {
    return NodeReport.of("node-1", state, MODELS, profile).orElseThrow();
  }

  @Test
  void aQuietNodeIsSeenWhereItStands() {
    node.quiet(1).restart(7).quiet(1).lose(0.5).quiet(0.5);
    NodeReport report = report();
    assertThat(report.session()).isEqualTo(7);
    assertThat(report.nextSample()).isEqualTo(TestNode.samples(2));
    assertThat(report.nextMicros()).isEqualTo(Micros.of(node.timeOf(node.next())));
    assertThat(report.sampleRateHz()).isEqualTo(TestNode.RATE_HZ);
    assertThat(report.silent()).isFalse();
    assertThat(report.counters())
        .isEqualTo(new NodeReport.Counters(TestNode.samples(2.5), TestNode.samples(0.5), 0, 0, 1));
    NodeReport.Hearing hearing = report.hearing().orElseThrow();
    assertThat(hearing.modelId()).isEqualTo(model.id());
    assertThat(hearing.state()).isEqualTo(AlarmState.QUIET);
    assertThat(hearing.smoothedScore()).isBetween(0f, TestModel.QUIET + 0.01f);
    assertThat(hearing.pendingSeconds()).isZero();
    assertThat(hearing.anomalyId()).isEmpty();
  }

  @Test
  void aPendingAlarmIsSeenWithItsTimeAndAnOpenOneWithItsName() {
    node.quiet(2);
    while (report().hearing().orElseThrow().state() == AlarmState.QUIET) {
      node.loud(0.2);
    }
    NodeReport.Hearing pending = report().hearing().orElseThrow();
    assertThat(pending.state()).isEqualTo(AlarmState.PENDING);
    assertThat(pending.smoothedScore()).isGreaterThanOrEqualTo(pending.decision().openThreshold());
    assertThat(pending.pendingSeconds())
        .isGreaterThan(0)
        .isLessThan(pending.decision().forSeconds());
    node.loud(2);
    NodeReport.Hearing open = report().hearing().orElseThrow();
    assertThat(open.state()).isEqualTo(AlarmState.OPEN);
    assertThat(open.pendingSeconds()).isZero();
    assertThat(open.anomalyId()).contains(output.anomalies.get(0).getAnomalyId());
  }

  @Test
  void aNodeThatFellSilentIsSeenSilent() {
    node.quiet(1);
    life.wake("node-1", Optional.of(state), profile, output);
    life.fallSilent();
    state = life.save();
    assertThat(report().silent()).isTrue();
  }

  @Test
  void theDecisionIsTheOneThatTheProfileMakes() {
    profile =
        Optional.of(NodeProfile.newBuilder().setNodeId("node-1").setOpenThreshold(0.75f).build());
    node.quiet(1);
    assertThat(report().hearing().orElseThrow().decision().openThreshold()).isEqualTo(0.75f);
  }

  @Test
  void ofAModelThatIsNotKnownTheCountersAreLeft() {
    node.quiet(1);
    ModelSchedule others = ModelSchedule.of(new TestModel().named("another"));
    NodeReport report = NodeReport.of("node-1", state, others, profile).orElseThrow();
    assertThat(report.hearing()).isEmpty();
    assertThat(report.counters().samplesHeard()).isEqualTo(TestNode.samples(1));
  }

  @Test
  void bytesThatAreNoStateAreNoReport() {
    node.quiet(1);
    byte[] shorter = Arrays.copyOf(state, state.length - 1);
    assertThat(NodeReport.of("node-1", shorter, MODELS, profile)).isEmpty();
    assertThat(NodeReport.of("node-1", new byte[0], MODELS, profile)).isEmpty();
  }
}
