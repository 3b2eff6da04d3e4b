package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;

/** An evaluation as JSON. */
public final class EvaluationJson {
  private EvaluationJson() {}

  /**
   * Appends an evaluation's figures to an object: n, threshold, accuracy, precision, recall, f1,
   * roc_auc, average_precision, confusion, per_class, windows, repeated.
   */
  public static ObjectNode append(ObjectNode to, Evaluation evaluation) {
    appendFigures(to, evaluation.figures());
    ObjectNode perClass = to.putObject("per_class");
    evaluation
        .byClass()
        .forEach(
            (name, figures) ->
                perClass
                    .putObject(name)
                    .put("n", figures.n())
                    .put("anomalous", figures.anomalous())
                    .set("recall", Json.figure(figures.recall())));
    appendFigures(to.putObject("windows"), evaluation.windowFigures());
    return to.put("repeated", evaluation.repeated());
  }

  /** The figures of a decision, as an object of their own. */
  static ObjectNode figures(BinaryMetrics figures) {
    ObjectNode json = Json.object();
    appendFigures(json, figures);
    return json;
  }

  private static void appendFigures(ObjectNode to, BinaryMetrics figures) {
    to.put("n", figures.n());
    to.set("threshold", Json.figure(figures.threshold()));
    to.set("accuracy", Json.figure(figures.accuracy()));
    to.set("precision", Json.figure(figures.precision()));
    to.set("recall", Json.figure(figures.recall()));
    to.set("f1", Json.figure(figures.f1()));
    to.set("roc_auc", Json.figure(figures.rocAuc()));
    to.set("average_precision", Json.figure(figures.averagePrecision()));
    to.putObject("confusion")
        .put("true_positives", figures.truePositives())
        .put("false_positives", figures.falsePositives())
        .put("true_negatives", figures.trueNegatives())
        .put("false_negatives", figures.falseNegatives());
  }
}
