package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.ModelSchedule.Entry;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a stated time on another model is used; frames of the test's nodes are 0.2 s long. */
class ModelSwitchTest {
  private static final long SWITCH_MS = TestNode.START.plusSeconds(5).toEpochMilli();

  private final TestModel models = new TestModel();
  private final NodeModel before = models.named("model-a");
  private final NodeModel after = models.named("model-b");
  private final AtomicReference<ModelSchedule> schedule =
      new AtomicReference<>(ModelSchedule.of(before).with(new Entry(SWITCH_MS, after)));
  private final TestTopology topology =
      new TestTopology(PartitionSettings.of(before).withModels(schedule::get));
  private final TestNode node = topology.node("node-1");

  @AfterEach
  void close() {
    topology.close();
    assertThat(models.scorersOpen()).isZero();
  }

  private List<String> modelsOfScores() {
    return topology.scores().stream().map(WindowScore::getModelId).distinct().toList();
  }

  @Test
  void framesOfThatTimeAndLaterAreScoredByTheNewModel() {
    node.quiet(10);
    List<WindowScore> scores = topology.scores();
    assertThat(modelsOfScores()).containsExactly("model-a", "model-b");
    for (WindowScore score : scores) {
      boolean isOld = score.getModelId().equals("model-a");
      assertThat(score.getWindowEndAt().toEpochMilli() < SWITCH_MS).isEqualTo(isOld);
    }
  }

  @Test
  void whatIsOpenEndsWithTheModelThatOpenedIt() {
    node.quiet(2).loud(6);
    List<AnomalyEvent> closed = topology.anomalies(AnomalyPhase.CLOSED);
    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).getEndReason()).isEqualTo(EndReason.MODEL_CHANGED);
    assertThat(closed.get(0).getModelId()).isEqualTo("model-a");
    assertThat(topology.anomalies(AnomalyPhase.OPENED))
        .extracting(AnomalyEvent::getModelId)
        .containsExactly("model-a", "model-b");
  }

  @Test
  void aNodeGoesBackToNoModelWhateverItsRecordsTimestampsSay() {
    node.quiet(6);
    node.send(node.frame(node.next(), TestNode.FRAME_SAMPLES, false), SWITCH_MS - 1);
    node.lose(0.2).quiet(4);
    List<WindowScore> scores = topology.scores();
    assertThat(modelsOfScores()).containsExactly("model-a", "model-b");
    assertThat(scores.get(scores.size() - 1).getModelId()).isEqualTo("model-b");
    assertThat(topology.statusKinds()).doesNotContain(NodeStatusKind.RESTARTED);
  }

  @Test
  void aNodeThatFallsSilentAcrossTheSwitchKeepsItsOwnModelForItsLastEvents() {
    TestNode other = topology.node("node-2");
    other.quiet(0.2);
    node.quiet(1).loud(2);
    other.quiet(15);
    AnomalyEvent closed = topology.anomalies(AnomalyPhase.CLOSED).get(0);
    assertThat(closed.getNodeId()).isEqualTo("node-1");
    assertThat(closed.getModelId()).isEqualTo("model-a");
    assertThat(closed.getEndReason()).isEqualTo(EndReason.NODE_SILENT);
  }

  @Test
  void aReplayThatKnowsTheScheduleFromTheStartGivesTheSame() {
    schedule.set(ModelSchedule.of(before));
    node.quiet(1).loud(2);
    schedule.set(ModelSchedule.of(before).with(new Entry(SWITCH_MS, after))); // announced ahead
    node.loud(4).quiet(3);
    List<String> live = topology.everything();
    try (TestTopology again =
        new TestTopology(PartitionSettings.of(before).withModels(schedule::get))) {
      again.node("node-1").quiet(1).loud(2).loud(4).quiet(3);
      assertThat(again.everything()).isEqualTo(live);
    }
  }

  @Test
  void countersGoOnOverTheSwitch() {
    node.quiet(12);
    NodeStatus last = topology.lastStatus();
    assertThat(last.getSamplesHeard()).isEqualTo(TestNode.samples(10));
    assertThat(last.getRestarts()).isZero();
  }
}
