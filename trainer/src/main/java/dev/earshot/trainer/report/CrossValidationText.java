package dev.earshot.trainer.report;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.pipeline.CrossValidation;
import dev.earshot.trainer.pipeline.FoldResult;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.pipeline.Spread;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A cross-validation as a table for a terminal. */
public final class CrossValidationText {
  private CrossValidationText() {}

  /** The table, ending with a line feed. */
  public static String of(Recipe recipe, CrossValidation all) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%-9s %6s %9s %6s %8s %15s %13s",
        "fold",
        "n",
        "accuracy",
        "f1",
        "roc_auc",
        "int8-float acc.",
        "int8-float auc");
    for (FoldResult fold : all.folds()) {
      row(text, String.valueOf(fold.fold()), fold.figures(), fold.floatFigures());
    }
    row(text, "pooled", all.pooled(), all.floatPooled());
    spread(text, "mean", all, Spread::mean);
    spread(text, "deviation", all, Spread::deviation);
    all.remarks().forEach(remark -> line(text, "%s", remark));
    if (!recipe.preset().remark().isEmpty()) {
      line(text, "%s", recipe.preset().remark());
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text, String name, BinaryMetrics integer, BinaryMetrics real) {
    line(
        text,
        "%-9s %6d %9.3f %6.3f %8.3f %+15.4f %+13.4f",
        name,
        integer.n(),
        integer.accuracy(),
        integer.f1(),
        integer.rocAuc(),
        integer.accuracy() - real.accuracy(),
        integer.rocAuc() - real.rocAuc());
  }

  private static void spread(
      StringBuilder text, String name, CrossValidation all, ToDoubleFunction<Spread> part) {
    line(
        text,
        "%-9s %6s %9.3f %6.3f %8.3f %+15.4f %+13.4f",
        name,
        "",
        part.applyAsDouble(all.spread(BinaryMetrics::accuracy)),
        part.applyAsDouble(all.spread(BinaryMetrics::f1)),
        part.applyAsDouble(all.spread(BinaryMetrics::rocAuc)),
        part.applyAsDouble(all.changeByQuantisation(BinaryMetrics::accuracy)),
        part.applyAsDouble(all.changeByQuantisation(BinaryMetrics::rocAuc)));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
