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

  /** Smoothed scores that open and close, and the score that opens at once. */
  record Thresholds(float open, float close, float immediate) {
    private boolean areInOrder() {
      return 0 <= close && close <= open && open <= immediate && immediate <= 1;
    }
  }

  Optional<Float> calibrationOffsetDb() {
    return said.map(NodeProfile::getCalibrationOffsetDb);
  }

  boolean alarmsAreOff() {
    return said.map(NodeProfile::getAlarmsOff).orElse(false);
  }

  /** In place of the model's, one that it does not name moved along; the model's if that fails. */
  Thresholds thresholds(DecisionConfig model) {
    Thresholds own = own(model);
    return own.areInOrder()
        ? own
        : new Thresholds(model.openThreshold(), model.closeThreshold(), model.immediateThreshold());
  }

  private Thresholds own(DecisionConfig model) {
    float open = said.map(NodeProfile::getOpenThreshold).orElse(model.openThreshold());
    return new Thresholds(
        open,
        said.map(NodeProfile::getCloseThreshold).orElse(Math.min(open, model.closeThreshold())),
        said.map(NodeProfile::getImmediateThreshold)
            .orElse(Math.max(open, model.immediateThreshold())));
  }

  /** Whether its values make sense. */
  boolean makesSense(DecisionConfig model) {
    return own(model).areInOrder()
        && said.map(NodeProfile::getCalibrationOffsetDb).map(db -> Math.abs(db) <= 300).orElse(true)
        && said.map(NodeProfile::getLatitudeDeg).map(d -> Math.abs(d) <= 90).orElse(true)
        && said.map(NodeProfile::getLongitudeDeg).map(d -> Math.abs(d) <= 180).orElse(true);
  }
}
