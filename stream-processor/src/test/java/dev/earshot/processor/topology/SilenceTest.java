package dev.earshot.processor.topology;

import static dev.earshot.processor.TestNode.samples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatusKind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1");
  private final TestNode other = topology.node("node-2");

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void theOpenAnomalyOfANodeThatFallsSilentEnds() {
    other.quiet(0.2);
    node.quiet(1).loud(2);
    other.quiet(2.8 + 10);
    assertThat(topology.anomalies(AnomalyPhase.CLOSED)).isEmpty();
    other.quiet(1);
    AnomalyEvent closed = topology.anomalies(AnomalyPhase.CLOSED).get(0);
    assertThat(closed.getNodeId()).isEqualTo("node-1");
    assertThat(closed.getEndReason()).isEqualTo(EndReason.NODE_SILENT);
    assertThat(closed.getEndedAt()).isBeforeOrEqualTo(node.timeOf(samples(3)));
    assertThat(topology.kindsOf("node-1"))
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.SILENT);
    assertThat(topology.kindsOf("node-2")).containsExactly(NodeStatusKind.FIRST_HEARD);
  }

  @Test
  void aNodeThatIsHeardAgainIsBack() {
    other.quiet(0.2);
    node.quiet(1);
    other.quiet(14.8);
    node.lose(14).quiet(1);
    other.quiet(30);
    assertThat(topology.kindsOf("node-1"))
        .containsExactly(
            NodeStatusKind.FIRST_HEARD,
            NodeStatusKind.SILENT,
            NodeStatusKind.BACK,
            NodeStatusKind.SAMPLES_LOST,
            NodeStatusKind.SILENT);
  }

  @Test
  void aNodeAloneInItsPartitionWasSilentTooWhenItComesBack() {
    node.quiet(1).loud(2).lose(60).quiet(1);
    assertThat(topology.anomalies(AnomalyPhase.CLOSED).get(0).getEndReason())
        .isEqualTo(EndReason.NODE_SILENT);
    assertThat(topology.kindsOf("node-1"))
        .containsExactly(
            NodeStatusKind.FIRST_HEARD,
            NodeStatusKind.SILENT,
            NodeStatusKind.BACK,
            NodeStatusKind.SAMPLES_LOST);
  }

  @Test
  void clocksOfNodesDoNotMatter() {
    node.pause(-3600);
    topology.node("node-3").pause(3600).quiet(0.2);
    for (int i = 0; i < 100; i++) {
      node.quiet(0.2);
      other.quiet(0.2);
    }
    assertThat(topology.kindsOf("node-1")).containsExactly(NodeStatusKind.FIRST_HEARD);
    assertThat(topology.kindsOf("node-2")).containsExactly(NodeStatusKind.FIRST_HEARD);
  }

  @Test
  void oneNodeThatCountsAndDatesYearsAheadHasNobodyForgotten() {
    other.quiet(0.2);
    node.quiet(1).lose(5 * 365.25 * 86_400).quiet(1);
    other.quiet(30);
    assertThat(topology.kindsOf("node-2"))
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.SILENT, NodeStatusKind.BACK);
    assertThat(topology.nodesKept()).containsExactlyInAnyOrder("node-1", "node-2");
  }

  @Test
  void whatOnlyRepeatsItselfIsNotHeard() {
    node.quiet(1);
    var again = node.frame(0, TestNode.FRAME_SAMPLES, false);
    for (int i = 0; i < 60; i++) {
      other.quiet(0.2);
      node.send(again);
    }
    assertThat(topology.kindsOf("node-1"))
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.SILENT);
  }

  @Test
  void manyThatFallSilentAtOnceAreToldOneRecordAfterTheOther() {
    other.quiet(0.2);
    int nodes = 3 * PartitionLife.AT_ONCE_MAX;
    IntStream.range(0, nodes).forEach(i -> topology.node("mute-" + i).quiet(0.2));
    other.lose(60).quiet(0.2);
    assertThat(silent()).isEqualTo(PartitionLife.AT_ONCE_MAX);
    other.quiet(0.4);
    assertThat(silent()).isEqualTo(nodes);
  }

  @Test
  void aStateThatCannotBeReadIsNobodyElsesTrouble() {
    other.quiet(0.2);
    node.quiet(1).loud(2);
    topology.damageStateOf("node-1");
    other.quiet(20);
    assertThat(topology.deadLetters()).isEmpty();
    assertThat(topology.kindsOf("node-2")).containsExactly(NodeStatusKind.FIRST_HEARD);
    assertThat(topology.anomalies(AnomalyPhase.CLOSED)).hasSize(1);
    node.quiet(1);
    assertThat(topology.kindsOf("node-1"))
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.FIRST_HEARD);
  }

  private long silent() {
    return topology.statuses().stream()
        .filter(status -> status.getNodeId().startsWith("mute-"))
        .filter(status -> status.getKind() == NodeStatusKind.SILENT)
        .count();
  }
}
