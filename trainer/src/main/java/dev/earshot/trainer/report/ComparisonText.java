package dev.earshot.trainer.report;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Comparison;
import dev.earshot.trainer.folds.FoldPlan;
import java.util.Locale;
import java.util.SortedSet;

/** A comparison of two models as a table for a terminal, and what to make of it in words. */
public final class ComparisonText {
  private static final String ROW = "%-3s %8s %6s %8s %10s  %-16s  %s";

  private ComparisonText() {}

  /** The table, ending with a line feed. */
  public static String of(
      ModelFile first, ModelFile second, SortedSet<Integer> folds, Comparison comparison) {
    return String.join(
        "\n",
        format(
            "measured on %s: %,d clips of %,d recordings",
            FoldPlan.named(folds), comparison.clips(), comparison.recordings()),
        "",
        format(ROW, "", "accuracy", "f1", "roc_auc", "threshold", "protocol", "model"),
        model("M1", first, folds, comparison.first()),
        model("M2", second, folds, comparison.second()),
        "",
        format(
            "M2 less M1, with the %.0f %% interval of %,d resamples over recordings, seed %d",
            100 * Comparison.CONFIDENCE, comparison.resamples(), comparison.seed()),
        difference("accuracy", comparison.accuracy()),
        difference("f1", comparison.f1()),
        difference("roc_auc", comparison.rocAuc()),
        "");
  }

  private static String model(
      String name, ModelFile file, SortedSet<Integer> folds, BinaryMetrics figures) {
    return format(
        ROW,
        name,
        format("%.3f", figures.accuracy()),
        format("%.3f", figures.f1()),
        format("%.3f", figures.rocAuc()),
        format("%.4f", figures.threshold()),
        Protocol.ofSeen(file.metadata().training().seenOf(folds)).label(),
        file.id());
  }

  private static String difference(String figure, Comparison.Difference difference) {
    return format(
        "%-8s  %+.4f  [%+.4f, %+.4f]  %s",
        figure, difference.value(), difference.low(), difference.high(), inWords(difference));
  }

  private static String inWords(Comparison.Difference difference) {
    if (Double.isNaN(difference.value())) {
      return "needs clips of both classes";
    }
    if (!difference.moreThanChance()) {
      return "may be chance";
    }
    return "more than chance: " + (difference.value() > 0 ? "M2" : "M1") + " is better";
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
