package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.query.NodeView.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Another node that heard something out of the ordinary while an anomaly lasted: maybe the same.
 *
 * @param anomalyId its own anomaly
 * @param startedAt when that began
 * @param distanceM from one node to the other; empty where a place is not known
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HeardBy(
    String nodeId, String anomalyId, Instant startedAt, Optional<Double> distanceM) {

  /** Farther away nobody hears the same. */
  private static final double FARTHEST_M = 2_000;

  /** Sound takes six seconds there, and no two decisions fall at the same moment. */
  private static final Duration APART = Duration.ofSeconds(6);

  private static final int NODES_MAX = 20;

  /**
   * The nearest nodes first, those whose distance is not known last; each once, by what it heard
   * nearest to the beginning.
   */
  public static List<HeardBy> of(AnomalyView anomaly, CityView city) {
    Site site = city.site(anomaly.nodeId());
    Set<String> told = new HashSet<>();
    return city.anomalies().stream()
        .filter(other -> !other.nodeId().equals(anomaly.nodeId()) && overlap(anomaly, other))
        .map(
            other ->
                new HeardBy(
                    other.nodeId(),
                    other.anomalyId(),
                    other.startedAt(),
                    site.metresTo(city.site(other.nodeId()))))
        .filter(heard -> heard.distanceM.map(metres -> metres <= FARTHEST_M).orElse(true))
        .sorted(
            Comparator.comparing((HeardBy heard) -> heard.distanceM.orElse(Double.MAX_VALUE))
                .thenComparing(HeardBy::nodeId)
                .thenComparing(heard -> apart(heard, anomaly))
                .thenComparing(HeardBy::anomalyId))
        .filter(heard -> told.add(heard.nodeId))
        .limit(NODES_MAX)
        .toList();
  }

  private static Duration apart(HeardBy heard, AnomalyView anomaly) {
    return Duration.between(heard.startedAt, anomaly.startedAt()).abs();
  }

  private static boolean overlap(AnomalyView one, AnomalyView other) {
    return !one.startedAt().minus(APART).isAfter(end(other))
        && !other.startedAt().minus(APART).isAfter(end(one));
  }

  private static Instant end(AnomalyView anomaly) {
    return anomaly.endedAt().orElse(anomaly.updatedAt());
  }
}
