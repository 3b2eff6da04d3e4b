package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.pipeline.CrossValidation;
import dev.earshot.trainer.pipeline.FoldResult;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.pipeline.Spread;

/** A cross-validation as JSON. */
public final class CrossValidationJson {
  private CrossValidationJson() {}

  /**
   * Keys protocol, preset, seed, commit, folds (an entry each), spread and quantisation_change
   * (mean, deviation, lowest, highest over folds), pooled, pooled_float, remarks.
   */
  public static ObjectNode of(Recipe recipe, CrossValidation all) {
    ObjectNode json =
        Json.object()
            .put("protocol", Protocol.FOLDS.label())
            .put("unit", "clip")
            .put("preset", recipe.preset().name())
            .put("options", recipe.switches())
            .put("remark", recipe.preset().remark())
            .put("seed", recipe.seed())
            .put("commit", recipe.provenance().commit());
    ArrayNode folds = json.putArray("folds");
    all.folds().forEach(fold -> folds.add(fold(fold)));
    ObjectNode spread = json.putObject("spread");
    append(spread, "accuracy", all.spread(BinaryMetrics::accuracy));
    append(spread, "f1", all.spread(BinaryMetrics::f1));
    append(spread, "roc_auc", all.spread(BinaryMetrics::rocAuc));
    append(spread, "average_precision", all.spread(BinaryMetrics::averagePrecision));
    ObjectNode change = json.putObject("quantisation_change");
    append(change, "accuracy", all.changeByQuantisation(BinaryMetrics::accuracy));
    append(change, "roc_auc", all.changeByQuantisation(BinaryMetrics::rocAuc));
    json.set("pooled", EvaluationJson.figures(all.pooled()));
    json.set("pooled_float", EvaluationJson.figures(all.floatPooled()));
    json.set("remarks", Json.tree(all.remarks()));
    return json;
  }

  private static ObjectNode fold(FoldResult result) {
    ObjectNode json =
        Json.object()
            .put("fold", result.fold())
            .put("model_id", result.modelId())
            .put("file_bytes", result.fileBytes())
            .put("epochs", result.epochs())
            .put("kept_epoch", result.keptEpoch());
    json.set("validation_folds", Json.tree(result.validationFolds()));
    json.set("export_within_one_step", Json.figure(result.export().exporting().withinOneStep()));
    json.set("float_within_one_step", Json.figure(result.export().rounding().withinOneStep()));
    json.set("seconds", Json.figure(result.seconds()));
    json.set("int8", EvaluationJson.figures(result.figures()));
    json.set("float", EvaluationJson.figures(result.floatFigures()));
    return json;
  }

  private static void append(ObjectNode to, String name, Spread spread) {
    ObjectNode json = to.putObject(name);
    json.set("mean", Json.figure(spread.mean()));
    json.set("deviation", Json.figure(spread.deviation()));
    json.set("lowest", Json.figure(spread.lowest()));
    json.set("highest", Json.figure(spread.highest()));
    json.put("folds", spread.folds());
  }
}
