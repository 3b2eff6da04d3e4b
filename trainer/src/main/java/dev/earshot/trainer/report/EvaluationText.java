package dev.earshot.trainer.report;

import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.folds.FoldPlan;
import java.util.Collection;
import java.util.Locale;

/** An evaluation as a table for a terminal. */
public final class EvaluationText {
  private EvaluationText() {}

  /** The table, ending with a line feed. */
  public static String of(
      String modelId, Protocol protocol, Collection<Integer> folds, Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    line(text, "model     %s", modelId);
    line(text, "protocol  %s, measured on %s", protocol.label(), FoldPlan.named(folds));
    line(
        text,
        "threshold %.4f; clips shorter than a window, repeated: %d",
        evaluation.figures().threshold(),
        evaluation.repeated());
    line(
        text,
        "expected calibration error: clips %.3f, windows %.3f",
        evaluation.reliability().expectedCalibrationError(),
        evaluation.windowReliability().expectedCalibrationError());
    line(text, "");
    line(
        text,
        "%-10s %7s %9s %10s %7s %6s %8s %18s",
        "by",
        "n",
        "accuracy",
        "precision",
        "recall",
        "f1",
        "roc_auc",
        "average_precision");
    row(text, "clip", evaluation.figures());
    row(text, "window", evaluation.windowFigures());
    line(text, "");
    line(text, "%-18s %6s %-10s %7s", "class", "n", "is", "recall");
    evaluation
        .byClass()
        .forEach(
            (name, figures) ->
                line(
                    text,
                    "%-18s %6d %-10s %7.3f",
                    name,
                    figures.n(),
                    figures.anomalous() ? "anomalous" : "normal",
                    figures.recall()));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, BinaryMetrics figures) {
    line(
        text,
        "%-10s %7d %9.3f %10.3f %7.3f %6.3f %8.3f %18.3f",
        name,
        figures.n(),
        figures.accuracy(),
        figures.precision(),
        figures.recall(),
        figures.f1(),
        figures.rocAuc(),
        figures.averagePrecision());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
