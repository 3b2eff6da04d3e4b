package dev.earshot.processor.simulation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.v1.NodeProfile;
import java.util.Optional;

/**
 * What an operator says of a node, in so far as it is heard.
 *
 * @param said empty where nothing is said
 */
record PlainProfile(Optional<NodeProfile> said) {
  static final PlainProfile NONE = new PlainProfile(Optional.empty());

  Optional<Float> calibrationOffsetDb() {
    return said.map(NodeProfile::getCalibrationOffsetDb);
  }

  float open(DecisionConfig model) {
    return said.map(NodeProfile::getOpenThreshold).orElse(model.openThreshold());
  }

  /** Not above the opening threshold, which moves it along. */
  float close(DecisionConfig model) {
    return said.map(NodeProfile::getCloseThreshold)
        .orElse(Math.min(open(model), model.closeThreshold()));
  }

  /** Not below the opening threshold, which moves it along. */
  float immediate(DecisionConfig model) {
    return said.map(NodeProfile::getImmediateThreshold)
        .orElse(Math.max(open(model), model.immediateThreshold()));
  }

  /** Whether its values make sense. */
  boolean makesSense(DecisionConfig model) {
    boolean ordered =
        0 <= close(model)
            && close(model) <= open(model)
            && open(model) <= immediate(model)
            && immediate(model) <= 1;
    return ordered
        && said.map(NodeProfile::getCalibrationOffsetDb).map(db -> Math.abs(db) <= 300).orElse(true)
        && said.map(NodeProfile::getLatitudeDeg).map(d -> Math.abs(d) <= 90).orElse(true)
        && said.map(NodeProfile::getLongitudeDeg).map(d -> Math.abs(d) <= 180).orElse(true);
  }
}
