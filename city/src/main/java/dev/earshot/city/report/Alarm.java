package dev.earshot.city.report;

import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One alarm from its beginning to its end, put together from the events that tell its life.
 *
 * @param anomalyId what its events have in common
 * @param nodeId the node that raised it
 * @param startedAt when the score began to stay above the threshold
 * @param openedAt the moment of the decision: how much had been heard when the alarm was raised
 * @param endedAt when it ended, or, while it lasts, the newest moment it is known to last
 * @param open whether it has not been closed
 */
public record Alarm(
    String anomalyId,
    String nodeId,
    Instant startedAt,
    Instant openedAt,
    Instant endedAt,
    boolean open) {

  /**
   * The alarms that a topic's events tell of, in order of their decisions.
   *
   * <p>An alarm whose OPENED event is missing (it was raised before the topic begins) counts as
   * opened by the first event there is.
   *
   * @param events in any order
   */
  public static List<Alarm> of(Collection<AnomalyEvent> events) {
    Map<String, List<AnomalyEvent>> lives = new LinkedHashMap<>();
    for (AnomalyEvent event : events) {
      lives.computeIfAbsent(event.getAnomalyId(), id -> new ArrayList<>()).add(event);
    }
    return lives.values().stream()
        .map(Alarm::ofOneLife)
        .sorted(Comparator.comparing(Alarm::openedAt).thenComparing(Alarm::anomalyId))
        .toList();
  }

  private static Alarm ofOneLife(List<AnomalyEvent> life) {
    life.sort(Comparator.comparingInt(AnomalyEvent::getRevision));
    AnomalyEvent first = life.get(0);
    AnomalyEvent last = life.get(life.size() - 1);
    boolean open = last.getPhase() != AnomalyPhase.CLOSED;
    Instant end = last.getEndedAt() == null ? last.getUpdatedAt() : last.getEndedAt();
    return new Alarm(
        first.getAnomalyId(),
        first.getNodeId(),
        first.getStartedAt(),
        first.getUpdatedAt(),
        end.isBefore(first.getStartedAt()) ? first.getStartedAt() : end,
        open);
  }
}
