package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.v1.WindowScore;
import org.junit.jupiter.api.Test;

/** The topology with the model that ships, native code and all. */
class ShippedModelTest {
  @Test
  void itScoresEveryWindow() {
    ModelFile model = ShippedModel.load();
    try (TestTopology topology = new TestTopology(NodeModel.of(model))) {
      topology.node("node-1").quiet(2).loud(2);
      assertThat(topology.deadLetters()).isEmpty();
      assertThat(topology.scores())
          .hasSize(1 + (int) ((4 - 0.66) / 0.16))
          .allSatisfy(score -> assertThat(score.getScore()).isBetween(0f, 1f))
          .extracting(WindowScore::getModelId)
          .containsOnly(model.id());
      assertThat(topology.scores().stream().map(WindowScore::getScore).distinct())
          .hasSizeGreaterThan(3);
    }
  }
}
