package dev.earshot.processor.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which anomalies are asked for; what is empty lets all pass. Immutable.
 *
 * @param node the one that heard it
 * @param label what it sounds like; {@link #UNLABELLED} for those that have none
 * @param open whether it has not been closed
 * @param minScore peak score at least, 0 to 1
 * @param minLevel loudest A-weighted level at least: dB SPL of calibrated nodes, dBFS of others
 * @param from began then or later
 * @param to began then or before
 */
public record AnomalyFilter(
    Optional<String> node,
    Optional<String> label,
    Optional<Boolean> open,
    Optional<Float> minScore,
    Optional<Float> minLevel,
    Optional<Instant> from,
    Optional<Instant> to)
    implements Predicate<AnomalyView> {

  /** How one is called that no label was found for. */
  public static final String UNLABELLED = "unusual sound";

  @Override
  public boolean test(AnomalyView one) {
    float level = one.lafmaxDbfs() + one.calibrationOffsetDb().orElse(0f);
    return node.map(one.nodeId()::equals).orElse(true)
        && label.map(one.label().orElse(UNLABELLED)::equals).orElse(true)
        && open.map(asked -> asked == one.open()).orElse(true)
        && minScore.map(least -> one.peakScore() >= least).orElse(true)
        && minLevel.map(least -> level >= least).orElse(true)
        && from.map(since -> !one.startedAt().isBefore(since)).orElse(true)
        && to.map(till -> !one.startedAt().isAfter(till)).orElse(true);
  }

  /**
   * Those that pass, from a place on.
   *
   * @param newestFirst all there are
   * @param limit how many at most, 1 or more
   */
  public Page<AnomalyView> page(List<AnomalyView> newestFirst, Optional<Cursor> cursor, int limit) {
    List<AnomalyView> found =
        newestFirst.stream()
            .filter(this)
            .filter(
                one -> cursor.map(c -> c.isBefore(one.startedAt(), one.anomalyId())).orElse(true))
            .limit(limit + 1L)
            .toList();
    if (found.size() <= limit) {
      return new Page<>(found, Optional.empty());
    }
    AnomalyView last = found.get(limit - 1);
    return new Page<>(
        found.subList(0, limit),
        Optional.of(new Cursor(last.startedAt(), last.anomalyId()).text()));
  }
}
