package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionLimits;
import dev.earshot.processor.partition.PartitionSettings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A flood stays within what a partition was planned for, and is counted all the same. */
class LimitsTest {
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final TestTopology topology =
      new TestTopology(
          PartitionSettings.of(new TestModel().model())
              .withLimits(new PartitionLimits(3, 10, 5))
              .withMetrics(metrics));
  private final TestNode node = topology.node("node-1");

  @AfterEach
  void close() {
    topology.close();
  }

  private void garbage(int records) {
    for (int i = 0; i < records; i++) {
      topology.send("x".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3}, 1_000_000L + i);
    }
  }

  @Test
  void framesOfOneNodeTooManyAreDeadLetters() {
    node.quiet(1);
    topology.node("node-2").quiet(1);
    topology.node("node-3").quiet(1);
    topology.node("node-4").quiet(0.2);
    node.quiet(1);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.TOO_MANY_NODES);
    assertThat(topology.nodesKept()).containsExactlyInAnyOrder("node-1", "node-2", "node-3");
  }

  @Test
  void deadLettersBeyondSoManyASecondAreSampledAndAllAreCounted() {
    garbage(110);
    assertThat(topology.deadLetters()).hasSize(10 + 100 / 5);
    assertThat(metrics.deadLetters(Reason.NOT_SINGLE_OBJECT)).isEqualTo(110);
  }

  @Test
  void aLetterSaysHowManyWereLeftOutBeforeIt() {
    garbage(15);
    var letters = topology.deadLetters();
    assertThat(TestTopology.header(letters.get(9), DeadLetters.DETAIL)).doesNotContain("left out");
    assertThat(TestTopology.header(letters.get(10), DeadLetters.DETAIL))
        .endsWith("(4 before this one left out)");
  }

  @Test
  void theNextSecondOfStreamTimeHasABudgetOfItsOwn() {
    node.quiet(0.2);
    garbage(12);
    node.quiet(1.2);
    garbage(10);
    assertThat(topology.deadLetters()).hasSize(20);
  }
}
