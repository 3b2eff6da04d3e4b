package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The experiment of "TinyML for Acoustic Anomaly Detection in IoT Sensor Networks", done again by
 * three protocols: measured over the whole set, training clips included; on a fifth drawn at
 * random; and on folds.
 *
 * @param runs one a batch size
 * @param latency of one inference of an int8 file, on this machine
 */
public record Reproduction(List<Run> runs, Latency latency) {
  /** The batch sizes that the paper names. */
  public static final List<Integer> BATCHES = List.of(32, 64);

  /** Copies the list. */
  public Reproduction {
    runs = List.copyOf(runs);
  }

  /**
   * One batch size.
   *
   * @param random a training on a random split, measured on the fifth it did not learn from
   * @param whole the same int8 file measured over all clips, those it learned from included
   * @param wholeInFloat the float network over all clips
   * @param folds the same recipe, on every fold in turn
   */
  public record Run(
      int batchWindows,
      Experiment random,
      Evaluation whole,
      Evaluation wholeInFloat,
      CrossValidation folds) {}

  /**
   * How long one inference takes, standardisation and quantisation of the window included.
   *
   * @param median and {@code p95} over many, in microseconds
   */
  public record Latency(double median, double p95, int inferences) {}

  /**
   * Trains and measures all of it.
   *
   * @param recipe whose batch size is replaced by each of {@link #BATCHES}
   * @param stores where the folds of a batch size are put aside
   */
  public static Reproduction run(
      Corpus corpus, Recipe recipe, IntFunction<FoldStore> stores, Progress progress) {
    List<Run> runs = new ArrayList<>();
    for (int batchWindows : BATCHES) {
      Recipe batched = recipe.withPreset(recipe.preset().withBatchWindows(batchWindows));
      runs.add(run(corpus, batched, stores.apply(batchWindows), progress));
    }
    BuiltModel model = runs.get(0).random().built();
    return new Reproduction(runs, latency(corpus.features().clips(), model));
  }

  private static Run run(Corpus corpus, Recipe recipe, FoldStore store, Progress progress) {
    int batchWindows = recipe.preset().schedule().batchWindows();
    Split split = Split.random(corpus.clips(), recipe.seed());
    progress.say("batches of %d windows: %s".formatted(batchWindows, split.described()));
    Experiment random = Experiment.run(corpus, split, recipe, progress);
    BuiltModel built = random.built();
    List<ClipFeatures> all = corpus.features().clips();
    return new Run(
        batchWindows,
        random,
        Experiment.evaluate(all, built.metadata(), built.scorers(), progress),
        Experiment.evaluate(all, built.metadata(), built.floatScorers(), Progress.SILENT),
        CrossValidation.run(corpus, List.of(), recipe, store, progress));
  }

  /** Scores the clips' first windows one by one; a first round warms up and is not counted. */
  private static Latency latency(List<ClipFeatures> clips, BuiltModel model) {
    ModelMetadata metadata = model.metadata();
    try (Scorer scorer = model.scorers().get()) {
      nanoseconds(clips, metadata.windowColumns(), scorer);
      long[] nanoseconds = nanoseconds(clips, metadata.windowColumns(), scorer);
      Arrays.sort(nanoseconds);
      return new Latency(
          nanoseconds[nanoseconds.length / 2] / 1e3,
          nanoseconds[nanoseconds.length * 95 / 100] / 1e3,
          nanoseconds.length);
    }
  }

  private static long[] nanoseconds(List<ClipFeatures> clips, int windowColumns, Scorer scorer) {
    long[] nanoseconds = new long[clips.size()];
    for (int i = 0; i < nanoseconds.length; i++) {
      float[] window = clips.get(i).columns().window(0, windowColumns);
      long started = System.nanoTime();
      scorer.score(window);
      nanoseconds[i] = System.nanoTime() - started;
    }
    return nanoseconds;
  }
}
