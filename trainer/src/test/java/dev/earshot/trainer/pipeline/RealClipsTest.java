package dev.earshot.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.testing.DatasetSample;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.work.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealClipsTest {
  private static final Preset SHORT = Preset.PAPER.withEpochsMax(2);

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void tensorFlowLiteAndPyTorchComputeTheSameFromTheSameIntegers(WeightScales scales)
      throws Exception {
    UrbanSound8K dataset = UrbanSound8K.open(DatasetSample.folder());
    Corpus corpus = Corpus.read(dataset, SHORT, FeatureStore.NONE, Progress.SILENT);
    Provenance provenance = new Provenance("a sample", "none", "unknown");
    Recipe recipe = new Recipe(SHORT, 1, OperatingGoal.BALANCED, scales, provenance);

    BuiltModel built =
        new ModelBuilder(recipe, Progress.SILENT).build(corpus, Split.random(corpus.clips(), 1));

    Agreement exporting = built.export().exporting();
    assertThat(exporting.windows()).isGreaterThan(10);
    assertThat(exporting.withinOneStep()).isGreaterThanOrEqualTo(0.999);
  }
}
