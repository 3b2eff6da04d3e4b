package dev.earshot.trainer.features;

import dev.earshot.recordings.Clip;

/** A clip of the data set and its columns. */
public record ClipFeatures(Clip clip, Columns columns) {
  /** Whether what is heard is an anomaly. */
  public boolean anomalous() {
    return clip.soundClass().anomalous();
  }
}
