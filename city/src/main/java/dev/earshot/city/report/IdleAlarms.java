package dev.earshot.city.report;

import dev.earshot.v1.GroundTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long alarms were open while nothing sounded that wanted one. Counting alarms alone flatters a
 * model whose alarms hardly ever close: they touch every event there is.
 */
final class IdleAlarms {
  private IdleAlarms() {}

  /** Where an alarm or an event begins (+1) or ends (-1). */
  private record Edge(Instant at, int alarms, int events) {}

  /**
   * Seconds in which a node had an alarm and no event, all nodes together.
   *
   * @param tolerance how long after an event's end an alarm still counts for it
   */
  static double seconds(
      Collection<GroundTruth> events, Collection<Alarm> alarms, Duration tolerance) {
    Map<String, List<Edge>> byNode = new HashMap<>();
    for (Alarm alarm : alarms) {
      List<Edge> edges = byNode.computeIfAbsent(alarm.nodeId(), node -> new ArrayList<>());
      edges.add(new Edge(alarm.startedAt(), 1, 0));
      edges.add(new Edge(alarm.endedAt(), -1, 0));
    }
    for (GroundTruth event : events) {
      List<Edge> edges = byNode.computeIfAbsent(event.getNodeId(), node -> new ArrayList<>());
      edges.add(new Edge(event.getStartedAt(), 0, 1));
      edges.add(new Edge(event.getEndedAt().plus(tolerance), 0, -1));
    }
    return byNode.values().stream().mapToDouble(IdleAlarms::seconds).sum();
  }

  private static double seconds(List<Edge> edges) {
    edges.sort(Comparator.comparing(Edge::at));
    Duration idle = Duration.ZERO;
    int alarms = 0;
    int events = 0;
    Instant since = Instant.MIN;
    for (Edge edge : edges) {
      if (alarms > 0 && events == 0) {
        idle = idle.plus(Duration.between(since, edge.at()));
      }
      alarms += edge.alarms();
      events += edge.events();
      since = edge.at();
    }
    return idle.toNanos() / 1e9;
  }
}
