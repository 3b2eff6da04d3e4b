package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.processor.TestNode;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.SoundLevels;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LevelsTest {
  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1").framesOf(8_000);

  @AfterEach
  void close() {
    topology.close();
  }

  private void calibrate(float offsetDb) {
    topology.profile(
        NodeProfile.newBuilder().setNodeId("node-1").setCalibrationOffsetDb(offsetDb).build());
  }

  @Test
  void aCalibratedNodeHasItsLevelsTold() {
    calibrate(100);
    node.loud(15).lose(5).loud(11);

    assertThat(topology.levels()).hasSize(2);
    SoundLevels first = topology.levels().get(0);
    assertThat(first.getFrom()).isEqualTo(TestNode.START);
    assertThat(first.getMeasuredS()).isEqualTo(15);
    float second = first.getLaeq1sDb().get(7);
    assertThat(first.getLaeqDb()).isCloseTo(second, within(0.5f));
    assertThat(second)
        .as("noise within half of full scale: 10 lg(2 / 12) = -7.8 dBFS, less by A-weighting")
        .isBetween(88f, 94f);
    SoundLevels next = topology.levels().get(1);
    assertThat(next.getLaeq1sDb().subList(0, 5)).containsOnlyNulls();
    assertThat(next.getLaeq1sDb().subList(5, 15)).allMatch(Objects::nonNull);
    assertThat(next.getMeasuredS()).isCloseTo(10, within(0.001f));
  }

  @Test
  void ofANodeThatIsNotCalibratedNothingIsToldOrKept() {
    node.loud(40);
    assertThat(topology.levels()).isEmpty();
    assertThat(topology.nodesMeasured()).isEmpty();
  }

  @Test
  void aNodeThatFallsSilentHasWhatWasHeardTold() {
    calibrate(100);
    node.loud(4);
    topology.node("node-2").framesOf(8_000).quiet(15);

    assertThat(topology.levels()).hasSize(2).allMatch(levels -> levels.getMeasuredS() == 4);
    assertThat(topology.levels().get(1).getL90Db()).isNotNull();
  }
}
