package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of nodes that do not come back. */
class RetentionTest {
  private static final Duration RETENTION = Duration.ofSeconds(60);

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
    steady.quiet(0.2);
    topology.node("guest").quiet(1);
    steady.quiet(70);
    assertThat(topology.lastInChangelog("guest")).isEmpty();
    assertThat(topology.lastInChangelog("steady")).isPresent();
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
