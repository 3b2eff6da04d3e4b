package dev.earshot.trainer.report;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.pipeline.Spread;
import java.util.List;
import java.util.Locale;

/** Measured figures in words, the same in every language of the machine. */
final class Figures {
  private Figures() {}

  /** Something between 0 and 1, to three decimals; a dash where it has no meaning. */
  static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** What stands over {@link #row}. */
  static List<String> head(String what) {
    return Page.row(
        what, "n", "accuracy", "precision", "recall", "F1", "ROC AUC", "average precision");
  }

  /** The figures of a decision, as a row of a table. */
  static List<String> row(String name, BinaryMetrics figures) {
    return Page.row(
        name,
        count(figures.n()),
        share(figures.accuracy()),
        share(figures.precision()),
        share(figures.recall()),
        share(figures.f1()),
        share(figures.rocAuc()),
        share(figures.averagePrecision()));
  }

  /** A difference, with its sign, to four decimals. */
  static String difference(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+.4f", value);
  }

  /** A mean over folds and how far they spread: "0.732 ± 0.061". */
  static String spread(Spread spread) {
    return share(spread.mean()) + " ± " + share(spread.deviation());
  }

  /** A count, its thousands apart. */
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
