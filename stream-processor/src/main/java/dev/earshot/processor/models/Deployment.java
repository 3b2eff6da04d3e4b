package dev.earshot.processor.models;

import dev.earshot.acoustics.model.ModelFile;
import java.time.Instant;

/**
 * A model that was found to be right, and from when on it is used.
 *
 * @param from frames whose records have this timestamp or a later one are heard with it
 */
public record Deployment(Instant from, ModelFile file) {
  /** What names it on the topic. */
  public String key() {
    return from.toString();
  }
}
