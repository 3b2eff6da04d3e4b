package dev.earshot.trainer.pipeline;

import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.pipeline.FoldResult.ScoredClip;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A recipe tried on every fold in turn: each is kept for measuring once, and the model that is
 * measured on it was made of the others.
 *
 * @param folds in ascending order
 */
public record CrossValidation(List<FoldResult> folds) {
  /** Copies the list. */
  public CrossValidation {
    folds = List.copyOf(folds);
  }

  /**
   * Trains one model for each fold there is, except for those that the store has already.
   *
   * @param validationFolds that choose for every model whose test fold they are not; when empty,
   *     the rule of {@link FoldPlan#of}
   */
  public static CrossValidation run(
      Corpus corpus,
      List<Integer> validationFolds,
      Recipe recipe,
      FoldStore store,
      Progress progress) {
    SortedMap<Integer, FoldPlan> plans = FoldPlan.ofEach(corpus.clips(), validationFolds);
    List<FoldResult> results = new ArrayList<>();
    for (int fold : plans.keySet()) {
      Optional<FoldResult> finished = store.finished(fold);
      if (finished.isPresent()) {
        progress.say(tell(finished.get()) + " (finished before)");
        results.add(finished.get());
      } else {
        Split split = Split.byFolds(corpus.clips(), plans.get(fold));
        progress.say("fold %d: %s".formatted(fold, split.described()));
        Experiment experiment = Experiment.run(corpus, split, recipe, progress);
        FoldResult result = FoldResult.of(fold, experiment);
        store.keep(result, experiment);
        progress.say(tell(result));
        results.add(result);
      }
    }
    return new CrossValidation(results);
  }

  private static String tell(FoldResult result) {
    BinaryMetrics figures = result.figures();
    return String.format(
        Locale.ROOT,
        "fold %d: %d clips, accuracy %.3f, f1 %.3f, roc_auc %.3f",
        result.fold(),
        figures.n(),
        figures.accuracy(),
        figures.f1(),
        figures.rocAuc());
  }

  /** How a figure of the int8 files is spread over the folds. */
  public Spread spread(ToDoubleFunction<BinaryMetrics> figure) {
    return over(fold -> figure.applyAsDouble(fold.figures()));
  }

  /** How a figure of the float networks is spread over the folds. */
  public Spread floatSpread(ToDoubleFunction<BinaryMetrics> figure) {
    return over(fold -> figure.applyAsDouble(fold.floatFigures()));
  }

  /** How what quantisation changed is spread: the int8 file's figure less the float network's. */
  public Spread changeByQuantisation(ToDoubleFunction<BinaryMetrics> figure) {
    return over(
        fold -> figure.applyAsDouble(fold.figures()) - figure.applyAsDouble(fold.floatFigures()));
  }

  private Spread over(ToDoubleFunction<FoldResult> value) {
    return Spread.of(folds.stream().map(value::applyAsDouble).toList());
  }

  /**
   * All clips together, each judged by the one model that had not seen its fold: decisions are
   * added up, each at its own model's threshold; ROC AUC and average precision compare scores
   * across models.
   */
  public BinaryMetrics pooled() {
    return pooled(FoldResult::figures, ScoredClip::score);
  }

  /** As {@link #pooled()}, of the float networks. */
  public BinaryMetrics floatPooled() {
    return pooled(FoldResult::floatFigures, ScoredClip::floatScore);
  }

  private BinaryMetrics pooled(
      Function<FoldResult, BinaryMetrics> figures, ToDoubleFunction<ScoredClip> score) {
    List<BinaryMetrics> each = folds.stream().map(figures).toList();
    List<ScoredClip> clips = folds.stream().flatMap(fold -> fold.clips().stream()).toList();
    BinaryMetrics together = BinaryMetrics.of(FoldResult.judged(clips, score), Double.NaN);
    return new BinaryMetrics(
        Double.NaN,
        each.stream().mapToInt(BinaryMetrics::truePositives).sum(),
        each.stream().mapToInt(BinaryMetrics::falsePositives).sum(),
        each.stream().mapToInt(BinaryMetrics::trueNegatives).sum(),
        each.stream().mapToInt(BinaryMetrics::falseNegatives).sum(),
        together.rocAuc(),
        together.averagePrecision());
  }

  /** What a reader must know of folds that lack something, one sentence each; often none. */
  public List<String> remarks() {
    Set<UrbanSoundClass> all = EnumSet.noneOf(UrbanSoundClass.class);
    folds.forEach(fold -> all.addAll(classes(fold)));
    List<String> remarks = new ArrayList<>();
    for (FoldResult fold : folds) {
      SortedSet<UrbanSoundClass> lacking = new TreeSet<>(all);
      lacking.removeAll(classes(fold));
      if (!lacking.isEmpty()) {
        remarks.add("Fold %d has no %s.".formatted(fold.fold(), named(lacking)));
      }
      if (Double.isNaN(fold.figures().rocAuc())) {
        remarks.add("Fold %d has one side only, and so no ROC AUC.".formatted(fold.fold()));
      }
    }
    return remarks;
  }

  private static Set<UrbanSoundClass> classes(FoldResult fold) {
    return fold.clips().stream()
        .map(ScoredClip::soundClass)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(UrbanSoundClass.class)));
  }

  private static String named(Set<UrbanSoundClass> classes) {
    return classes.stream().map(UrbanSoundClass::label).collect(Collectors.joining(", "));
  }
}
