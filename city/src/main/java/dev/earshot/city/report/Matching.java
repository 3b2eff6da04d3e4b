package dev.earshot.city.report;

import dev.earshot.v1.GroundTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which alarms found which events.
 *
 * <ul>
 *   <li>An alarm <em>touches</em> an event of the same node when the alarm's stretch {@code
 *       [startedAt, endedAt]} and the event's {@code [started_at, ended_at + tolerance]} have a
 *       moment in common. The tolerance is there because a score needs a window of sound, and the
 *       decision some more: a shot is over before anything can be said of it.
 *   <li>An event that at least one alarm touches is found; an alarm that touches no event is a
 *       false alarm. One alarm may find several events (sounds that follow each other closely), and
 *       several alarms one event, which still counts once and makes none of them false.
 *   <li>The delay of a found event is the time from its onset to the moment that the first alarm
 *       touching it was raised. Where that alarm had been raised before the onset, the event counts
 *       as found and has no delay: nothing was raised for it, and a delay of zero would flatter.
 *   <li>Only sounds for which an alarm is wanted ({@code anomalous}) are events; the rest of the
 *       ground truth says what else could be heard.
 * </ul>
 *
 * @param findings one for each event, in order of their onsets
 * @param falseAlarms in order of their decisions
 * @param idleAlarmSeconds how long alarms were open while no event sounded, all nodes together
 */
public record Matching(List<Finding> findings, List<Alarm> falseAlarms, double idleAlarmSeconds) {

  /** Long enough for a window of sound after the event's end, and the decision. */
  public static final Duration USUAL_TOLERANCE = Duration.ofSeconds(1);

  /**
   * What became of one event.
   *
   * @param alarm the first one raised of those that touch it; empty when it was missed
   * @param delaySeconds from onset to that alarm, of event time; empty when it was missed, or when
   *     the alarm had been raised before
   */
  public record Finding(GroundTruth event, Optional<Alarm> alarm, OptionalDouble delaySeconds) {
    /** Whether any alarm touches the event. */
    public boolean found() {
      return alarm.isPresent();
    }

    /** Whether the alarm had been raised before the event began: nothing was raised for it. */
    public boolean foundByOpenAlarm() {
      return alarm.isPresent() && delaySeconds.isEmpty();
    }
  }

  /** Takes copies. */
  public Matching {
    findings = List.copyOf(findings);
    falseAlarms = List.copyOf(falseAlarms);
  }

  /**
   * Holds alarms against what was played.
   *
   * @param played the whole ground truth, in any order
   * @param alarms all alarms, in any order
   * @param tolerance how long after an event's end an alarm still counts for it
   */
  public static Matching of(
      Collection<GroundTruth> played, Collection<Alarm> alarms, Duration tolerance) {
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("tolerance " + tolerance + " is negative");
    }
    List<GroundTruth> events = played.stream().filter(GroundTruth::getAnomalous).toList();
    Map<String, List<Alarm>> byNode = new HashMap<>();
    alarms.stream()
        .sorted(Comparator.comparing(Alarm::openedAt).thenComparing(Alarm::anomalyId))
        .forEach(
            alarm -> byNode.computeIfAbsent(alarm.nodeId(), n -> new ArrayList<>()).add(alarm));

    List<Finding> findings = new ArrayList<>();
    Set<String> touching = new HashSet<>();
    events.stream()
        .sorted(
            Comparator.comparing(GroundTruth::getStartedAt).thenComparing(GroundTruth::getNodeId))
        .forEach(
            event -> {
              Optional<Alarm> first = Optional.empty();
              for (Alarm alarm : byNode.getOrDefault(event.getNodeId(), List.of())) {
                if (touches(alarm, event, tolerance)) {
                  touching.add(alarm.anomalyId());
                  first = first.or(() -> Optional.of(alarm));
                }
              }
              findings.add(new Finding(event, first, delaySeconds(event, first)));
            });

    List<Alarm> falseAlarms =
        byNode.values().stream()
            .flatMap(List::stream)
            .filter(alarm -> !touching.contains(alarm.anomalyId()))
            .sorted(Comparator.comparing(Alarm::openedAt).thenComparing(Alarm::anomalyId))
            .toList();
    return new Matching(findings, falseAlarms, IdleAlarms.seconds(events, alarms, tolerance));
  }

  /**
   * As {@link #of}, for a run that was cut short in the middle of events, which then are not in the
   * ground truth: nobody can say whether an alarm that was open at that moment was for one of them.
   * Those that are open still and touch no event are left out, of the false alarms and of the idle
   * time.
   */
  public static Matching ofCutShort(
      Collection<GroundTruth> played, Collection<Alarm> alarms, Duration tolerance) {
    Set<Alarm> touchNothing = Set.copyOf(of(played, alarms, tolerance).falseAlarms());
    List<Alarm> decided =
        alarms.stream().filter(alarm -> !alarm.open() || !touchNothing.contains(alarm)).toList();
    return of(played, decided, tolerance);
  }

  private static boolean touches(Alarm alarm, GroundTruth event, Duration tolerance) {
    return !alarm.startedAt().isAfter(event.getEndedAt().plus(tolerance))
        && !alarm.endedAt().isBefore(event.getStartedAt());
  }

  private static OptionalDouble delaySeconds(GroundTruth event, Optional<Alarm> alarm) {
    Instant onset = event.getStartedAt();
    return alarm
        .filter(a -> !a.openedAt().isBefore(onset))
        .map(a -> OptionalDouble.of(Duration.between(onset, a.openedAt()).toNanos() / 1e9))
        .orElse(OptionalDouble.empty());
  }
}
