package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.v1.NodeProfile;
import java.util.Optional;

/**
 * A node's own thresholds over the model's. Where a profile moves one threshold past another that
 * it says nothing of, that other one moves with it: a lone higher opening threshold also raises the
 * immediate one if need be, a lone lower one also lowers the closing one.
 */
final class NodeThresholds {
  private NodeThresholds() {}

  /** The decision's parameters for a node; the model's where the profile's do not fit the model. */
  static DecisionConfig inForce(Optional<NodeProfile> profile, DecisionConfig ofModel) {
    if (profile.isEmpty() || saysNothing(profile.get())) {
      return ofModel;
    }
    try {
      return over(ofModel, profile.get());
    } catch (IllegalArgumentException e) {
      return ofModel; // it fitted the model that was in force when the profile came
    }
  }

  private static boolean saysNothing(NodeProfile profile) {
    return profile.getOpenThreshold() == null
        && profile.getCloseThreshold() == null
        && profile.getImmediateThreshold() == null;
  }

  /**
   * The model's parameters with the profile's thresholds.
   *
   * @throws IllegalArgumentException where the result is not in order within 0 and 1
   */
  static DecisionConfig over(DecisionConfig ofModel, NodeProfile profile) {
    float open = or(profile.getOpenThreshold(), ofModel.openThreshold());
    return ofModel.withThresholds(
        open,
        or(profile.getCloseThreshold(), Math.min(open, ofModel.closeThreshold())),
        or(profile.getImmediateThreshold(), Math.max(open, ofModel.immediateThreshold())));
  }

  private static float or(Float own, float ofModel) {
    return own == null ? ofModel : own;
  }
}
