package dev.earshot.processor.simulation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.v1.NodeProfile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator says of a node, in so far as it is heard.
 *
 * @param said empty where nothing is said
 */
record PlainProfile(Optional<NodeProfile> said) {
  /** So many are kept of a node. */
  private static final int KEPT = 8;

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

  /** Of all that was said of a node, in that order, what stands at a time. */
  static PlainProfile at(long micros, List<PlainProfile> said) {
    return said.stream()
        .filter(profile -> profile.fromMicros() <= micros)
        .reduce((earlier, later) -> later)
        .orElse(NONE);
  }

  /** Those that ever stand once one more is said; empty where there is no room for it. */
  static Optional<List<PlainProfile>> with(List<PlainProfile> said, PlainProfile more) {
    List<PlainProfile> all = new ArrayList<>(said);
    all.add(more);
    List<PlainProfile> standing =
        all.stream()
            .map(PlainProfile::fromMicros)
            .sorted()
            .map(from -> at(from, all))
            .distinct()
            .toList();
    if (standing.size() <= KEPT) {
      return Optional.of(standing);
    }
    boolean firstIsOver = standing.get(1).fromMicros() <= Step.Said.AT_MS * 1_000;
    return firstIsOver ? Optional.of(standing.subList(1, standing.size())) : Optional.empty();
  }

  private long fromMicros() {
    return said.map(NodeProfile::getInForceFrom)
        .map(from -> ChronoUnit.MICROS.between(Instant.EPOCH, from))
        .orElse(Long.MIN_VALUE);
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
        && said.map(NodeProfile::getInForceFrom)
            .map(from -> !from.isBefore(Instant.EPOCH))
            .orElse(true)
        && said.map(NodeProfile::getCalibrationOffsetDb).map(db -> Math.abs(db) <= 300).orElse(true)
        && said.map(NodeProfile::getLatitudeDeg).map(d -> Math.abs(d) <= 90).orElse(true)
        && said.map(NodeProfile::getLongitudeDeg).map(d -> Math.abs(d) <= 180).orElse(true);
  }
}
