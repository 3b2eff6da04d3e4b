package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.acoustics.model.Quality;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.console.Failure;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.ClipScore;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.features.Extraction.Unreadable;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * One training on a data set and what is measured of it: whatever makes the model is given the
 * training and validation clips alone.
 *
 * @param preset what was trained
 * @param plan the folds' uses
 * @param built the model, and how it does on the validation clips
 * @param test the int8 file on the test clips
 * @param testInFloat the float network on the same clips at the same threshold
 * @param file the finished file, which says how good it was found
 * @param data what it was made of
 * @param seconds all of it took
 */
public record Experiment(
    Preset preset,
    FoldPlan plan,
    BuiltModel built,
    Evaluation test,
    Evaluation testInFloat,
    ModelFile file,
    Data data,
    double seconds) {

  /**
   * What an experiment was made of.
   *
   * @param missing rows of the data set's table that have no file, of all folds
   * @param unreadable clips that were there and could not be read
   * @param repeated clips shorter than a window, which were repeated to fill one
   */
  public record Data(
      int trainingClips,
      int validationClips,
      int testClips,
      int missing,
      List<Unreadable> unreadable,
      int repeated) {
    /** Copies the list. */
    public Data {
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * Trains and measures.
   *
   * @param features of the clips of the plan's folds; those of others are left out
   * @param missing rows of the data set's table that have no file
   * @throws Failure where the folds that are left after unreadable clips can't be trained on
   */
  public static Experiment run(
      Extraction features,
      int missing,
      Preset preset,
      FoldPlan plan,
      long seed,
      WeightScales weightScales,
      Provenance provenance,
      Progress progress) {
    long startedNanos = System.nanoTime();
    Extraction training = features.ofFolds(plan.training());
    Extraction validation = features.ofFolds(plan.validation());
    requireBothClasses(training, "train on", plan.training());
    requireBothClasses(validation, "validate on", plan.validation());
    BuiltModel built =
        new ModelBuilder(preset, seed, weightScales, provenance, progress)
            .build(plan, training.clips(), validation.clips());

    Extraction test = features.ofFolds(plan.test());
    if (test.clips().isEmpty()) {
      throw Failure.because("no clip of test " + FoldPlan.named(plan.test()) + " can be read");
    }
    Evaluation measured = evaluate(test, built, built.scorers(), progress);
    Evaluation inFloat = evaluate(test, built, built.floatScorers(), Progress.SILENT);
    Quality quality = quality(plan, measured.figures());
    return new Experiment(
        preset,
        plan,
        built,
        measured,
        inFloat,
        built.file(List.of(quality)),
        data(missing, training, validation, test),
        (System.nanoTime() - startedNanos) / 1e9);
  }

  private static void requireBothClasses(
      Extraction extraction, String toDoWhat, SortedSet<Integer> folds) {
    long anomalous = extraction.clips().stream().filter(clip -> clip.anomalous()).count();
    if (anomalous == 0 || anomalous == extraction.clips().size()) {
      String first =
          extraction.unreadable().stream().findFirst().map(Unreadable::reason).orElse("");
      throw Failure.because(
          "too many clips of %s to %s can't be read: %d of them; the first: %s"
              .formatted(FoldPlan.named(folds), toDoWhat, extraction.unreadable().size(), first));
    }
  }

  private static Evaluation evaluate(
      Extraction test, BuiltModel built, Supplier<Scorer> scorers, Progress progress) {
    ModelMetadata metadata = built.metadata();
    try (Progress.Task task = progress.begin("scoring test clips", test.clips().size())) {
      List<ClipScore> scored =
          ClipScore.all(
              test.clips(), metadata.windowColumns(), metadata.strideColumns(), scorers, task);
      return Evaluation.of(scored, metadata.threshold());
    }
  }

  private static Quality quality(FoldPlan plan, BinaryMetrics figures) {
    return new Quality(
        Protocol.FOLDS.label(),
        "test " + FoldPlan.named(plan.test()),
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

  private static Data data(
      int missing, Extraction training, Extraction validation, Extraction test) {
    List<Unreadable> unreadable = new ArrayList<>(training.unreadable());
    unreadable.addAll(validation.unreadable());
    unreadable.addAll(test.unreadable());
    return new Data(
        training.clips().size(),
        validation.clips().size(),
        test.clips().size(),
        missing,
        unreadable,
        training.repeated() + validation.repeated() + test.repeated());
  }
}
