package dev.earshot.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.testing.DatasetSample;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealClipsTest {
  private static final Preset SHORT = Preset.PAPER.withEpochsMax(2);
  private static final int CLIPS = 60;

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void tensorFlowLiteAndPyTorchComputeTheSameFromTheSameIntegers(WeightScales scales)
      throws Exception {
    UrbanSound8K dataset = UrbanSound8K.open(DatasetSample.folder());
    int fold = dataset.clips().get(0).fold();
    FoldPlan plan = FoldPlan.of(dataset.clips(), List.of(fold), List.of());

    BuiltModel built =
        new ModelBuilder(
                SHORT, 1, scales, new Provenance("a sample", "none", "unknown"), Progress.SILENT)
            .build(plan, some(dataset, plan.training()), some(dataset, plan.validation()));

    Agreement exporting = built.export().exporting();
    assertThat(exporting.windows()).isGreaterThan(CLIPS);
    assertThat(exporting.withinOneStep()).isGreaterThanOrEqualTo(0.999);
  }

  /** Clips from all over the folds, so that both classes are among them. */
  private static List<ClipFeatures> some(UrbanSound8K dataset, Set<Integer> folds) {
    List<Clip> clips = dataset.clips(folds);
    List<Clip> some = new ArrayList<>();
    int count = Math.min(CLIPS, clips.size());
    for (int i = 0; i < count; i++) {
      some.add(clips.get(i * clips.size() / count));
    }
    try (Progress.Task task = Progress.SILENT.begin("features", count)) {
      return Extraction.of(dataset, some, SHORT.frontEnd(), SHORT.windowColumns(), task).clips();
    }
  }
}
