package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.query.AnomalyView;
import dev.earshot.processor.query.NodeView.Site;
import java.time.Instant;
import java.util.Optional;

/** An anomaly as a row of a table; the fields are those of {@link AnomalyView}. */
@JsonNaming(SnakeCaseStrategy.class)
record AnomalyRow(
    String anomalyId,
    String nodeId,
    Optional<String> place,
    Optional<Double> latitudeDeg,
    Optional<Double> longitudeDeg,
    String phase,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> endReason,
    double durationS,
    Optional<String> label,
    Optional<Float> labelConfidence,
    float peakScore,
    float meanScore,
    float laeqDbfs,
    float lafmaxDbfs,
    Optional<Float> calibrationOffsetDb,
    float threshold,
    String modelId) {

  static AnomalyRow of(AnomalyView one, Site site) {
    return new AnomalyRow(
        one.anomalyId(),
        one.nodeId(),
        site.place(),
        site.latitudeDeg(),
        site.longitudeDeg(),
        one.phase(),
        one.startedAt(),
        one.endedAt(),
        one.endReason(),
        one.durationS(),
        one.label(),
        one.labelConfidence(),
        one.peakScore(),
        one.meanScore(),
        one.laeqDbfs(),
        one.lafmaxDbfs(),
        one.calibrationOffsetDb(),
        one.threshold(),
        one.modelId());
  }
}
