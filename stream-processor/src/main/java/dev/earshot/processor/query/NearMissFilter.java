package dev.earshot.processor.query;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which near misses are asked for; what is empty lets all pass. Immutable.
 *
 * @param node of this one only
 * @param from ended then or later
 * @param to began then or before
 * @param cursor those behind this place
 */
public record NearMissFilter(
    Optional<String> node, Optional<Instant> from, Optional<Instant> to, Optional<Cursor> cursor)
    implements Predicate<DecisionView> {

  /** Whether those of a node can be among them. */
  public boolean wants(String nodeId) {
    return node.map(nodeId::equals).orElse(true);
  }

  @Override
  public boolean test(DecisionView one) {
    return from.map(since -> !one.to().isBefore(since)).orElse(true)
        && to.map(till -> !one.from().isAfter(till)).orElse(true)
        && cursor.map(place -> place.isBefore(one.from(), one.nodeId())).orElse(true);
  }
}
