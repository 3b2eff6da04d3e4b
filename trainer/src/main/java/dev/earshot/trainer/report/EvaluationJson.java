package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.evaluation.Reliability;

/** An evaluation as JSON. */
public final class EvaluationJson {
  private static final int CURVE_STEPS = 100;

  private EvaluationJson() {}

  /**
   * Appends an evaluation's figures to an object: n, threshold, accuracy, precision, recall, f1,
   * roc_auc, average_precision, confusion, sides, ece, reliability, per_class, windows, repeated.
   */
  public static ObjectNode append(ObjectNode to, Evaluation evaluation) {
    appendFigures(to, evaluation.figures());
    appendReliability(to, evaluation.reliability());
    ObjectNode perClass = to.putObject("per_class");
    evaluation
        .byClass()
        .forEach(
            (name, figures) ->
                perClass
                    .putObject(name)
                    .put("n", figures.n())
                    .put("anomalous", figures.anomalous())
                    .put("called_anomalous", figures.calledAnomalous())
                    .set("recall", Json.figure(figures.recall())));
    ObjectNode windows = to.putObject("windows");
    appendFigures(windows, evaluation.windowFigures());
    appendReliability(windows, evaluation.windowReliability());
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
    ObjectNode sides = to.putObject("sides");
    appendSide(sides.putObject("normal"), figures.normalSide());
    appendSide(sides.putObject("anomalous"), figures.anomalousSide());
    appendSide(sides.putObject("macro"), figures.macro());
  }

  private static void appendSide(ObjectNode to, BinaryMetrics.Side side) {
    to.put("n", side.n());
    to.set("precision", Json.figure(side.precision()));
    to.set("recall", Json.figure(side.recall()));
    to.set("f1", Json.figure(side.f1()));
  }

  private static void appendReliability(ObjectNode to, Reliability reliability) {
    to.set("ece", Json.figure(reliability.expectedCalibrationError()));
    ArrayNode bins = to.putArray("reliability");
    for (Reliability.Bin bin : reliability.bins()) {
      ObjectNode node = bins.addObject();
      node.set("from", Json.figure(bin.from()));
      node.set("to", Json.figure(bin.to()));
      node.put("n", bin.n());
      node.set("mean_score", Json.figure(bin.meanScore()));
      node.set("anomalous_share", Json.figure(bin.anomalousShare()));
    }
  }

  /**
   * What every threshold of 0 to 1 in steps of 0.01 comes to: an array of threshold, recall,
   * false_positive_rate, precision and expected_cost, the data of the plots.
   *
   * @param costs of the mistakes
   */
  public static ArrayNode curve(Judged clips, OperatingGoal.Cost costs) {
    ArrayNode curve = Json.array();
    for (int i = 0; i <= CURVE_STEPS; i++) {
      double threshold = (double) i / CURVE_STEPS;
      OperatingPoint point = clips.at(threshold);
      ObjectNode node = curve.addObject();
      node.set("threshold", Json.figure(threshold));
      node.set("recall", Json.figure(point.recall()));
      node.set("false_positive_rate", Json.figure(point.falsePositiveRate()));
      node.set("precision", Json.figure(point.precision()));
      node.set("expected_cost", Json.figure(costs.of(point)));
    }
    return curve;
  }
}
