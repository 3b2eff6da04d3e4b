package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.Thresholds;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.pipeline.Experiment;

/** All that an experiment measured, as JSON: {@code metrics.json} of a training. */
public final class MetricsJson {
  private MetricsJson() {}

  /** The whole of it. */
  public static String of(Experiment experiment) {
    TrainedMlp trained = experiment.built().trained();
    ObjectNode json = Json.object();
    json.put("protocol", Protocol.FOLDS.label())
        .put("model_id", experiment.file().id())
        .put("file_bytes", experiment.file().fileBytes())
        .put("arena_bytes", experiment.file().arenaBytes())
        .put("parameters", experiment.file().parameters())
        .put("parameters_trained", trained.trainedParameters())
        .put("seconds", Math.round(experiment.seconds() * 10) / 10.0);
    json.set("trained_on", Json.tree(experiment.file().metadata().training()));
    json.set("data", data(experiment.data()));
    json.set("test", evaluation(experiment.test()));
    json.set("test_float", evaluation(experiment.testInFloat()));
    json.set("validation", evaluation(experiment.built().validation()));
    json.put("threshold_rule", Thresholds.BALANCED_RULE + " on the validation clips");
    json.set("quantisation", agreement(experiment.built().export().rounding()));
    json.set("export", agreement(experiment.built().export().exporting()));
    json.put("best_epoch", trained.bestEpoch());
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

  private static ObjectNode data(Experiment.Data data) {
    ObjectNode json =
        Json.object()
            .put("training_clips", data.trainingClips())
            .put("validation_clips", data.validationClips())
            .put("test_clips", data.testClips())
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
