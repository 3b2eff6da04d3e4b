package dev.earshot.processor.node;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.TfliteScorer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The model in use, and how to make a scorer of it.
 *
 * @param id names the model in everything that comes out
 * @param metadata what the model file says of itself
 * @param scorers makes a scorer, which whoever asked for it closes
 */
public record NodeModel(String id, ModelMetadata metadata, Supplier<Scorer> scorers) {
  /** A model from its file. */
  public static NodeModel of(ModelFile file) {
    return new NodeModel(file.id(), file.metadata(), () -> new TfliteScorer(file));
  }

  /** Eight bytes that tell one model from another in the state of a node. */
  long tag() {
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
  }
}
