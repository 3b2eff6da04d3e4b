package dev.earshot.trainer.commands;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.console.Failure;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.features.FeatureRecipe;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The data set a command works on, and how its features are come by: a picocli mixin. */
final class DatasetOptions {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "UrbanSound8K's folder.")
  private Path folder;

  @Mixin private CacheOptions cache;
  @Mixin private UnreadableClips unreadable;

  /**
   * The data set.
   *
   * @throws Failure where it is none, or an option of this mixin makes no sense
   */
  UrbanSound8K open() {
    unreadable.check();
    return Inputs.dataset(folder);
  }

  /**
   * All clips of a data set, for training.
   *
   * @throws Failure where too many can't be read
   */
  Corpus read(UrbanSound8K dataset, Preset preset, Progress progress) {
    try (FeatureStore store = cache.open(progress)) {
      Corpus corpus = Corpus.read(dataset, preset, store, progress);
      unreadable.judge(corpus.features(), progress);
      tell(corpus.data(), progress);
      return corpus;
    }
  }

  private static void tell(Corpus.Data data, Progress progress) {
    if (data.missing() > 0) {
      progress.say(data.missing() + " rows of the table have no file");
    }
    if (data.recordingsInSeveralFolds() > 0) {
      progress.say(
          "warning: "
              + data.recordingsInSeveralFolds()
              + " recordings have clips in several folds: folds leak, and figures flatter");
    }
    if (data.repeated() > 0) {
      progress.say(data.repeated() + " clips shorter than a window were repeated to fill one");
    }
  }

  /**
   * The features of folds as a model wants them.
   *
   * @throws Failure where too many can't be read, or none
   */
  Extraction extract(
      UrbanSound8K dataset, SortedSet<Integer> folds, ModelMetadata metadata, Progress progress) {
    List<Clip> clips = dataset.clips(folds);
    FrontEndConfig frontEnd = metadata.frontEnd();
    FeatureRecipe recipe = new FeatureRecipe(frontEnd, metadata.windowColumns());
    try (FeatureStore store = cache.open(progress);
        Progress.Task task = progress.begin("features of clips", clips.size())) {
      Extraction extraction = Extraction.of(dataset, clips, recipe, store, task);
      unreadable.judge(extraction, progress);
      if (extraction.clips().isEmpty()) {
        throw Failure.because("no clip of " + FoldPlan.named(folds) + " can be read");
      }
      return extraction;
    }
  }
}
