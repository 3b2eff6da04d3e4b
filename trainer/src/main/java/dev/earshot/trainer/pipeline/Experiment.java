package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Quality;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.recordings.Clip;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.ClipScore;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.work.Progress;
import java.util.List;
import java.util.function.Supplier;

/**
 * One training on a split of a data set and what is measured of it. The model is finished before
 * any test clip is looked at.
 *
 * @param recipe what was trained, and how
 * @param split the clips' uses
 * @param built the model, and how it does on the validation clips
 * @param testClips those measured on, in the order of the scores in the evaluations
 * @param test the int8 file on the test clips
 * @param testInFloat the float network on the same clips at the same threshold
 * @param file the finished file, which says how good it was found
 * @param data what the data set held
 * @param seconds all of it took, features of the clips as recorded not counted
 */
public record Experiment(
    Recipe recipe,
    Split split,
    BuiltModel built,
    List<Clip> testClips,
    Evaluation test,
    Evaluation testInFloat,
    ModelFile file,
    Corpus.Data data,
    double seconds) {

  /** Trains and measures. */
  public static Experiment run(Corpus corpus, Split split, Recipe recipe, Progress progress) {
    long startedNanos = System.nanoTime();
    BuiltModel built = new ModelBuilder(recipe, progress).build(corpus, split);
    List<ClipFeatures> testClips = corpus.of(split.test());
    Evaluation test = evaluate(testClips, built.metadata(), built.scorers(), progress);
    Evaluation inFloat =
        evaluate(testClips, built.metadata(), built.floatScorers(), Progress.SILENT);
    Quality quality = quality(split, test.figures());
    return new Experiment(
        recipe,
        split,
        built,
        testClips.stream().map(ClipFeatures::clip).toList(),
        test,
        inFloat,
        built.file(List.of(quality)),
        corpus.data(),
        (System.nanoTime() - startedNanos) / 1e9);
  }

  /** Scores clips and measures the scores at the threshold of the metadata. */
  static Evaluation evaluate(
      List<ClipFeatures> clips,
      ModelMetadata metadata,
      Supplier<Scorer> scorers,
      Progress progress) {
    try (Progress.Task task = progress.begin("scoring test clips", clips.size())) {
      List<ClipScore> scored =
          ClipScore.all(clips, metadata.windowColumns(), metadata.strideColumns(), scorers, task);
      return Evaluation.of(scored, metadata.threshold());
    }
  }

  private static Quality quality(Split split, BinaryMetrics figures) {
    return new Quality(
        split.protocol().label(),
        split.measuredOn(),
        "clip",
        figures.n(),
        figures.threshold(),
        figures.accuracy(),
        figures.precision(),
        figures.recall(),
        figures.f1(),
        figures.rocAuc(),
        figures.averagePrecision());
  }
}
