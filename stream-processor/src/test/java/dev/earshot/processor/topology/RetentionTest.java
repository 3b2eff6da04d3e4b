package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of nodes that do not come back. */
class RetentionTest {
  private static final Duration RETENTION = Duration.ofSeconds(60);
  private static final List<String> STORES_OF_NODES =
      List.of(
          EarshotTopology.NODE_STATE, EarshotTopology.NODE_DECISIONS, EarshotTopology.NODE_LEVELS);

  private final TestTopology topology =
      new TestTopology(PartitionSettings.of(new TestModel().model()).withRetention(RETENTION));
  private final TestNode steady = topology.node("steady");

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void ofANodeGoneForLongerNothingIsKept() {
    steady.quiet(0.2);
    topology.node("guest").quiet(1).loud(2);
    steady.quiet(59);
    assertThat(topology.nodesKept()).containsExactlyInAnyOrder("steady", "guest");
    steady.quiet(5);
    assertThat(topology.nodesKept()).containsExactly("steady");
    assertThat(topology.kindsOf("guest"))
        .containsExactly(
            NodeStatusKind.FIRST_HEARD, NodeStatusKind.SILENT, NodeStatusKind.FORGOTTEN);
    NodeStatus last =
        topology.statuses().stream()
            .filter(status -> status.getKind() == NodeStatusKind.FORGOTTEN)
            .findFirst()
            .orElseThrow();
    assertThat(last.getSamplesHeard()).isEqualTo(TestNode.samples(3));
  }

  @Test
  void theChangelogIsToldSo() {
    for (String node : List.of("steady", "guest")) {
      topology.profile(
          NodeProfile.newBuilder().setNodeId(node).setCalibrationOffsetDb(100f).build());
    }
    steady.quiet(0.2);
    topology.node("guest").quiet(1).loud(2);
    for (String store : STORES_OF_NODES) {
      assertThat(topology.lastInChangelog(store, "guest")).as(store).isPresent();
    }
    steady.quiet(70);
    for (String store : STORES_OF_NODES) {
      assertThat(topology.lastInChangelog(store, "guest")).as(store).isEmpty();
      assertThat(topology.lastInChangelog(store, "steady")).as(store).isPresent();
    }
  }

  @Test
  void whoComesBackAfterwardsIsNew() {
    steady.quiet(0.2);
    TestNode guest = topology.node("guest").quiet(1);
    steady.quiet(70);
    guest.quiet(1);
    assertThat(topology.kindsOf("guest"))
        .containsExactly(
            NodeStatusKind.FIRST_HEARD,
            NodeStatusKind.SILENT,
            NodeStatusKind.FORGOTTEN,
            NodeStatusKind.FIRST_HEARD);
  }

  @Test
  void nodesThatComeAndGoDoNotAddUp() {
    steady.quiet(0.2);
    for (int i = 0; i < 200; i++) {
      topology.node("guest-" + i).quiet(0.2);
      steady.quiet(1);
    }
    // a minute of guests, one a second, and the one who stays
    assertThat(topology.nodesKept().size()).isBetween(55, 65);
  }
}
