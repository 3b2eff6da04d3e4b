package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.pipeline.Reproduction;
import dev.earshot.trainer.pipeline.Reproduction.Run;

/** A reproduction as JSON. */
public final class ReproductionJson {
  private ReproductionJson() {}

  /**
   * Keys paper, runs (one a batch size: whole_set, random_split, folds), latency_us, seed, commit.
   */
  public static ObjectNode of(Recipe recipe, Reproduction done) {
    ObjectNode json =
        Json.object().put("seed", recipe.seed()).put("commit", recipe.provenance().commit());
    ObjectNode paper = json.putObject("paper");
    paper.set("float", Json.tree(PaperFigures.FLOAT));
    paper.set("int8", Json.tree(PaperFigures.INT8));
    paper.put("parameters", PaperFigures.PARAMETERS);
    ArrayNode runs = json.putArray("runs");
    done.runs().forEach(run -> runs.add(run(recipe, run)));
    ObjectNode latency = json.putObject("latency_us");
    latency.set("median", Json.figure(done.latency().median()));
    latency.set("p95", Json.figure(done.latency().p95()));
    latency.put("inferences", done.latency().inferences());
    return json;
  }

  private static ObjectNode run(Recipe recipe, Run run) {
    ObjectNode json =
        Json.object()
            .put("batch_windows", run.batchWindows())
            .put("file_bytes", run.random().file().fileBytes())
            .put("parameters_trained", run.random().built().trained().trainedParameters());
    ObjectNode whole = json.putObject("whole_set");
    whole.put("protocol", Protocol.SEEN_IN_TRAINING.label());
    whole.set("int8", EvaluationJson.append(Json.object(), run.whole()));
    whole.set("float", EvaluationJson.append(Json.object(), run.wholeInFloat()));
    ObjectNode random = json.putObject("random_split");
    random.put("protocol", Protocol.RANDOM_SPLIT.label());
    random.set("int8", EvaluationJson.append(Json.object(), run.random().test()));
    random.set("float", EvaluationJson.append(Json.object(), run.random().testInFloat()));
    json.set(
        "folds",
        CrossValidationJson.of(
            recipe.withPreset(recipe.preset().withBatchWindows(run.batchWindows())), run.folds()));
    return json;
  }
}
