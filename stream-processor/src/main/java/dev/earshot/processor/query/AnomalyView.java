package dev.earshot.processor.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * One anomaly as its newest event tells it. Immutable. The fields are those of {@code
 * AnomalyEvent}; levels are in dBFS, {@code calibrationOffsetDb} makes dB SPL of them where the
 * node is calibrated.
 *
 * @param recordLag from event time to the timestamps of records about it: more than a moment where
 *     the node's clock is off
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AnomalyView(
    String anomalyId,
    String nodeId,
    String phase,
    int revision,
    Instant startedAt,
    Instant updatedAt,
    Optional<Instant> endedAt,
    Optional<String> endReason,
    double durationS,
    float peakScore,
    float meanScore,
    Optional<String> label,
    Optional<Float> labelConfidence,
    float laeqDbfs,
    float lafmaxDbfs,
    Optional<Float> calibrationOffsetDb,
    float threshold,
    String modelId,
    @JsonIgnore Duration recordLag) {

  /** Newest first; of those that began at once, by id. */
  public static final Comparator<AnomalyView> NEWEST_FIRST =
      Comparator.comparing(AnomalyView::startedAt).reversed().thenComparing(AnomalyView::anomalyId);

  static AnomalyView of(AnomalyEvent event, Duration recordLag) {
    return new AnomalyView(
        event.getAnomalyId(),
        event.getNodeId(),
        event.getPhase().name(),
        event.getRevision(),
        event.getStartedAt(),
        event.getUpdatedAt(),
        Optional.ofNullable(event.getEndedAt()),
        Optional.ofNullable(event.getEndReason()).map(Enum::name),
        event.getDurationS(),
        event.getPeakScore(),
        event.getMeanScore(),
        Optional.ofNullable(event.getLabel()),
        Optional.ofNullable(event.getLabelConfidence()),
        event.getLevel().getLaeqDbfs(),
        event.getLevel().getLafmaxDbfs(),
        Optional.ofNullable(event.getLevel().getCalibrationOffsetDb()),
        event.getThreshold(),
        event.getModelId(),
        recordLag);
  }

  /** Whether it has not been closed. */
  @JsonProperty("open")
  public boolean open() {
    return !phase.equals(AnomalyPhase.CLOSED.name());
  }
}
