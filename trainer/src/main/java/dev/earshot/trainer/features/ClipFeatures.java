package dev.earshot.trainer.features;

import dev.earshot.recordings.Clip;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** A clip of the data set and its columns. */
public record ClipFeatures(Clip clip, Columns columns) {
  /** Whether what is heard is an anomaly. */
  public boolean anomalous() {
    return clip.soundClass().anomalous();
  }

  /** How many there are of each fold. */
  public static Map<Integer, Integer> countByFold(Collection<ClipFeatures> clips) {
    return clips.stream()
        .collect(Collectors.toMap(features -> features.clip().fold(), features -> 1, Integer::sum));
  }
}
