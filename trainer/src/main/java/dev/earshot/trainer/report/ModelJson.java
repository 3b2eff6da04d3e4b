package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.Layer;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;

/** What a model file says of itself, as JSON. */
public final class ModelJson {
  private ModelJson() {}

  /**
   * Keys id, name, file_bytes, compressed_bytes, parameters, macs, operators, layers, input,
   * output, arena_bytes, frontend, labels, threshold, decision, trained_on, metrics.
   */
  public static ObjectNode of(ModelFile file) {
    ModelMetadata metadata = file.metadata();
    ObjectNode json =
        Json.object()
            .put("id", file.id())
            .put("name", metadata.name())
            .put("file_bytes", file.fileBytes())
            .put("compressed_bytes", file.compressedBytes())
            .put("parameters", file.parameters())
            .put("macs", file.layers().stream().mapToLong(Layer::macs).sum());
    json.set("operators", Json.tree(file.operators()));
    ArrayNode layers = json.putArray("layers");
    file.layers().forEach(layer -> layers.add(layer(layer)));
    json.set("input", Json.tree(file.input()));
    json.set("output", Json.tree(file.output()));
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

  private static ObjectNode layer(Layer layer) {
    ObjectNode json =
        Json.object()
            .put("operator", layer.operator())
            .put("inputs", layer.inputs())
            .put("outputs", layer.outputs())
            .put("weights", layer.weights())
            .put("bias", layer.biases())
            .put("activation", layer.activation())
            .put("bytes", layer.bytes())
            .put("macs", layer.macs());
    if (!layer.weightScales().isEmpty()) {
      json.putObject("weight_quantisation")
          .put("kind", layer.perChannel() ? "per_channel" : "per_tensor")
          .put("scales", layer.weightScales().size())
          .put("scale_min", layer.leastWeightScale())
          .put("scale_max", layer.greatestWeightScale());
    }
    json.set("output_quantisation", Json.tree(layer.output()));
    return json;
  }
}
