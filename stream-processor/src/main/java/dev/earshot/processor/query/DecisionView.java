package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.acoustics.detect.Stretch;
import dev.earshot.processor.node.Decision;
import dev.earshot.processor.node.Micros;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A stretch of what a node's decision saw, and what it led to. Immutable.
 *
 * @param from event time of its first sample
 * @param to event time of its end
 * @param state the alarm's, {@code QUIET}, {@code PENDING} or {@code OPEN}
 * @param outcome what it led to, a name of {@code Outcome}
 * @param peakScore highest score of a window, 0 to 1
 * @param peakSmoothed highest smoothed score, 0 to 1
 * @param seconds of sound
 * @param needs what it would have taken
 * @param openThreshold smoothed score from which an alarm is pending
 * @param anomalyId the anomaly that it led to, or that was open; empty where there is none
 * @param nearMiss whether an alarm nearly came of it
 * @param text it in one sentence
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DecisionView(
    String nodeId,
    Instant from,
    Instant to,
    String state,
    String outcome,
    float peakScore,
    float peakSmoothed,
    double seconds,
    Needs needs,
    float openThreshold,
    Optional<String> anomalyId,
    boolean nearMiss,
    String text) {

  /** Newest first; of those that began at once, by node. */
  public static final Comparator<DecisionView> NEWEST_FIRST =
      Comparator.comparing(DecisionView::from).reversed().thenComparing(DecisionView::nodeId);

  /**
   * What it takes.
   *
   * @param openThreshold smoothed score from which an alarm is pending
   * @param closeThreshold smoothed score below which an open one comes to its end
   * @param immediateThreshold score of a single window that opens at once
   * @param forS seconds that the smoothed score must stay above the opening threshold
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Needs(
      float openThreshold, float closeThreshold, float immediateThreshold, double forS) {}

  public static DecisionView of(String nodeId, Decision decision, int sampleRateHz) {
    Stretch stretch = decision.stretch();
    Stretch.Needed needed = stretch.needed();
    return new DecisionView(
        nodeId,
        Micros.toInstant(decision.fromMicros()),
        Micros.toInstant(decision.toMicros()),
        stretch.phase().name(),
        stretch.outcome().name(),
        stretch.peakScore(),
        stretch.peakSmoothed(),
        stretch.seconds(sampleRateHz),
        new Needs(
            needed.openThreshold(),
            needed.closeThreshold(),
            needed.immediateThreshold(),
            needed.forSeconds()),
        needed.openThreshold(),
        decision.anomalyId(nodeId),
        stretch.isNearMiss(),
        stretch.inWords(sampleRateHz));
  }
}
