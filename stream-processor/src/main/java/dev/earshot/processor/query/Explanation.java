package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.node.Explanations;
import dev.earshot.processor.node.Micros;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why an alarm opened at a node or why none did, for a time.
 *
 * @param from the time asked for, within {@link #EARLIEST} and {@link #LATEST}
 * @param to the same moment, or later
 * @param knownFrom from when on something is known; empty: of no time
 * @param stretches that overlap that time, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Explanation(
    String nodeId,
    Instant from,
    Instant to,
    Optional<Instant> knownFrom,
    List<DecisionView> stretches) {

  /** Earlier times are not asked for. */
  public static final Instant EARLIEST = Instant.EPOCH;

  /** Nor are later ones. */
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * What a node's stores tell.
   *
   * @param stored the node's state and decisions
   */
  public static Explanation of(
      String nodeId, NodeStores.Found.Here stored, int sampleRateHz, Instant from, Instant to) {
    Explanations found =
        Explanations.of(
            stored.state(), stored.decisions(), sampleRateHz, Micros.of(from), Micros.of(to));
    return new Explanation(
        nodeId,
        from,
        to,
        found.knownFromMicros().stream().mapToObj(Micros::toInstant).findFirst(),
        found.decisions().stream().map(one -> DecisionView.of(nodeId, one, sampleRateHz)).toList());
  }
}
