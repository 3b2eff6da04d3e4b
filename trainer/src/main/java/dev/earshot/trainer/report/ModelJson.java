package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;

/** What a model file says of itself, as JSON. */
public final class ModelJson {
  private ModelJson() {}

  /**
   * Keys id, name, file_bytes, parameters, operators, arena_bytes, frontend, labels, threshold,
   * decision, trained_on, metrics.
   */
  public static ObjectNode of(ModelFile file) {
    ModelMetadata metadata = file.metadata();
    ObjectNode json =
        Json.object()
            .put("id", file.id())
            .put("name", metadata.name())
            .put("file_bytes", file.fileBytes())
            .put("parameters", file.parameters());
    json.set("operators", Json.tree(file.operators()));
    json.put("arena_bytes", file.arenaBytes());
    ObjectNode frontEnd = (ObjectNode) Json.tree(metadata.frontEnd());
    frontEnd
        .put("window_columns", metadata.windowColumns())
        .put("stride_columns", metadata.strideColumns())
        .put("window_samples", metadata.frontEnd().samplesOf(metadata.windowColumns()));
    json.set("frontend", frontEnd);
    json.set("labels", Json.tree(metadata.labels()));
    json.put("threshold", metadata.threshold());
    json.set("decision", Json.tree(metadata.decision()));
    json.set("trained_on", Json.tree(metadata.training()));
    json.set("metrics", Json.tree(metadata.quality()));
    return json;
  }
}
