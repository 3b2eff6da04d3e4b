package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.SparsityCurve;
import java.util.Optional;

/** All that an experiment measured, as JSON: {@code metrics.json} of a training. */
public final class MetricsJson {
  private MetricsJson() {}

  /**
   * The whole of it.
   *
   * @param curve where the model was pruned
   */
  public static String of(Experiment experiment, Optional<SparsityCurve> curve) {
    TrainedMlp trained = experiment.built().trained();
    ObjectNode json = Json.object();
    json.put("protocol", experiment.split().protocol().label())
        .put("model_id", experiment.file().id())
        .put("file_bytes", experiment.file().fileBytes())
        .put("arena_bytes", experiment.file().arenaBytes())
        .put("parameters", experiment.file().parameters())
        .put("parameters_trained", trained.trainedParameters())
        .put("seconds", Math.round(experiment.seconds() * 10) / 10.0);
    json.put("options", experiment.recipe().switches());
    json.put("remark", experiment.recipe().preset().remark());
    json.set("trained_on", Json.tree(experiment.file().metadata().training()));
    json.set("data", data(experiment));
    json.set("test", evaluation(experiment.test()));
    json.set("test_float", evaluation(experiment.testInFloat()));
    json.set("validation", evaluation(experiment.built().validation()));
    json.put("threshold_rule", experiment.recipe().goal().describe() + " on the validation clips");
    json.put("stream_rule", experiment.built().streamRule());
    json.set("calibration_slope", Json.figure(experiment.built().scoreCalibration().slope()));
    json.set("quantisation", agreement(experiment.built().export().rounding()));
    json.set("export", agreement(experiment.built().export().exporting()));
    curve.ifPresent(points -> json.set("sparsity_curve", Json.tree(points.points())));
    json.set(
        "curve",
        EvaluationJson.curve(experiment.test().clips(), experiment.recipe().goal().costs()));
    json.put("kept_epoch", trained.keptEpoch());
    ArrayNode epochs = json.putArray("epochs");
    trained
        .history()
        .forEach(
            epoch -> {
              ObjectNode node = epochs.addObject().put("epoch", epoch.number());
              node.put("learning_rate", epoch.learningRate());
              node.set("training_loss", Json.figure(epoch.trainingLoss()));
              node.set("validation_loss", Json.figure(epoch.validationLoss()));
              node.set("validation_roc_auc", Json.figure(epoch.validationRocAuc()));
            });
    return Json.text(json);
  }

  private static ObjectNode evaluation(Evaluation evaluation) {
    return EvaluationJson.append(Json.object(), evaluation);
  }

  private static ObjectNode data(Experiment experiment) {
    Split split = experiment.split();
    Corpus.Data data = experiment.data();
    ObjectNode json =
        Json.object()
            .put("training_clips", split.training().size())
            .put("validation_clips", split.validation().size())
            .put("test_clips", split.test().size())
            .put("missing", data.missing())
            .put("repeated", data.repeated());
    ArrayNode unreadable = json.putArray("unreadable");
    data.unreadable().forEach(one -> unreadable.add(one.reason()));
    return json;
  }

  private static ObjectNode agreement(Agreement agreement) {
    ObjectNode json = Json.object().put("windows", agreement.windows());
    json.set("largest_difference", Json.figure(agreement.largest()));
    json.set("mean_difference", Json.figure(agreement.mean()));
    json.set("within_one_step", Json.figure(agreement.withinOneStep()));
    return json;
  }
}
