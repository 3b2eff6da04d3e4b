package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.PcmFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state written once is read by every version after it. {@code node-state.N.hex} is a node of
 * layout N in its second session, amid an anomaly, with a gap and a refused frame behind it. A
 * change of layout adds a file (the test leaves one in {@code target}) and takes none away: the one
 * before goes on as if nothing had changed, of an older one at least the open anomaly is closed.
 */
class GoldenStateTest {
  private final RecordedOutput output = new RecordedOutput();
  private final FrameAdmission admission = new FrameAdmission(TestNode.RATE_HZ);
  private final TestNode node = new TestNode("node-1", this::hear);
  private final NodeLife life = life();
  private byte[] state;
  private long clock;

  private static NodeLife life() {
    NodeModel model = new TestModel().named("model-a");
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

  /** What every golden state has behind it. */
  private void live() {
    node.quiet(1).restart(2).quiet(1).lose(0.5).quiet(1).loud(2);
    PcmFrame stray = node.frame(0, TestNode.FRAME_SAMPLES, false);
    stray.setSession(1);
    node.send(stray);
  }

  private static byte[] golden(int layout) throws IOException {
    String name = "node-state." + layout + ".hex";
    try (InputStream file = GoldenStateTest.class.getResourceAsStream(name)) {
      assertThat(file).as("%s is missing, %s has one", name, written()).isNotNull();
      String hex = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }

  private static Path written() {
    return Path.of("target", "node-state." + NodeState.LAYOUT + ".hex");
  }

  @Test
  void theLayoutOfThisVersionIsTheGoldenOne() throws IOException {
    live();
    String hex = HexFormat.of().formatHex(state).replaceAll(".{96}", "$0\n");
    Files.writeString(written(), hex + "\n");
    assertThat(state)
        .as("another layout needs another NodeState.LAYOUT")
        .hasSameSizeAs(golden(NodeState.LAYOUT));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, NodeState.LAYOUT})
  void aGoldenStateGoesOn(int layout) throws IOException {
    live();
    output.anomalies.clear();
    output.statuses.clear();
    state = golden(layout);
    node.quiet(10);
    assertThat(output.deadLetters).containsExactly(Reason.ENDED_SESSION);
    assertThat(output.anomalies.get(output.anomalies.size() - 1).getEndReason())
        .isEqualTo(EndReason.SCORE_FELL);
    NodeStatus status = output.statuses.get(output.statuses.size() - 1);
    assertThat(status.getSession()).isEqualTo(2);
    assertThat(status.getRestarts()).isEqualTo(1);
    assertThat(status.getSamplesLost()).isEqualTo(TestNode.samples(0.5));
    assertThat(status.getSamplesLate()).isEqualTo(TestNode.FRAME_SAMPLES);
    assertThat(LastHeard.in(state).clock()).isEqualTo(clock);
  }

  @Test
  void whateverTheLayoutTheOpenAnomalyIsClosedOnce() throws IOException {
    for (int layout = 1; layout <= NodeState.LAYOUT; layout++) {
      output.anomalies.clear();
      byte[] saved = golden(layout);
      saved[saved.length - SavedNode.read(saved).orElseThrow().body().remaining()] = 99;
      life.wake("node-1", Optional.of(saved), Optional.empty(), output);
      assertThat(life.isKnown()).isFalse();
      assertThat(output.anomalies).hasSize(1);
      assertThat(output.anomalies.get(0).getPhase()).isEqualTo(AnomalyPhase.CLOSED);
      assertThat(output.anomalies.get(0).getSession()).isEqualTo(2);
    }
  }
}
