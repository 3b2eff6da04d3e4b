package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.ShadowModel;
import dev.earshot.processor.partition.ShadowReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A second model that hears along and decides nothing. */
class ShadowTest {
  private final NodeModel live = new TestModel().model();
  private final ShadowReport report = new ShadowReport();

  /** Scores every window the same. */
  private static NodeModel constant(float score) {
    return new NodeModel("constant", TestModel.metadata(), () -> always(score));
  }

  private static Scorer always(float score) {
    return new Scorer() {
      @Override
      public float score(float[] window) {
        return score;
      }

      @Override
      public void close() {}
    };
  }

  private List<String> everythingWith(Optional<NodeModel> shadow, Consumer<TestNode> life) {
    try (TestTopology topology =
        new TestTopology(
            PartitionSettings.of(live), shadow.map(model -> new ShadowModel(model, report)))) {
      life.accept(topology.node("node-1"));
      return topology.everything();
    }
  }

  private static void live(TestNode node) {
    node.quiet(2).loud(3).lose(0.5).quiet(8);
  }

  @Test
  void whatIsDecidedIsLeftAlone() {
    List<String> alone = everythingWith(Optional.empty(), ShadowTest::live);
    assertThat(everythingWith(Optional.of(constant(0.9f)), ShadowTest::live)).isEqualTo(alone);
    assertThat(report.figures().windows()).isPositive();
  }

  @Test
  void theSameModelDiffersInNothing() {
    everythingWith(Optional.of(live), ShadowTest::live);
    ShadowReport.Figures figures = report.figures();
    assertThat(figures.windows()).isPositive();
    assertThat(figures.largestDifference()).isZero();
    assertThat(figures.openedLive()).isEqualTo(1).isEqualTo(figures.openedShadow());
    assertThat(figures.underBoth()).isPositive();
    assertThat(figures.underLiveAlone() + figures.underShadowAlone()).isZero();
  }

  @Test
  void oneThatAlwaysCriesDiffersInWhatIsQuiet() {
    everythingWith(Optional.of(constant(0.9f)), node -> node.quiet(20));
    ShadowReport.Figures figures = report.figures();
    assertThat(figures.meanDifference()).isCloseTo(0.85, within(1e-6));
    assertThat(figures.openedLive()).isZero();
    assertThat(figures.openedShadow()).isEqualTo(1);
    assertThat(figures.underShadowAlone()).isPositive();
  }

  @Test
  void oneThatFailsIsNobodysTrouble() {
    NodeModel throwing =
        new NodeModel(
            "throwing",
            TestModel.metadata(),
            () ->
                new Scorer() {
                  @Override
                  public float score(float[] window) {
                    throw new IllegalStateException("the test's");
                  }

                  @Override
                  public void close() {}
                });
    List<String> alone = everythingWith(Optional.empty(), ShadowTest::live);
    assertThat(everythingWith(Optional.of(throwing), ShadowTest::live)).isEqualTo(alone);
    assertThat(report.figures().failures()).isPositive();
  }
}
