package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.Outcome;
import dev.earshot.acoustics.detect.Stretch;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stretch of what a node's decision saw, in time.
 *
 * @param session the node's session
 * @param fromMicros event time of its first sample, microseconds since the epoch
 * @param toMicros event time of its end
 * @param stretch what was seen, and what it led to
 * @param alarmFirstSample index in the session of the first sample of the alarm that it led to, or
 *     that was open in it; empty where there is none, and in what versions before kept
 */
public record Decision(
    long session, long fromMicros, long toMicros, Stretch stretch, OptionalLong alarmFirstSample) {

  Decision endedBy(Outcome other) {
    return new Decision(session, fromMicros, toMicros, stretch.endedBy(other), alarmFirstSample);
  }

  /** Names the anomaly that it led to, or that was open in it. */
  public Optional<String> anomalyId(String nodeId) {
    return alarmFirstSample.stream()
        .mapToObj(first -> Contracts.anomalyId(nodeId, session, first))
        .findFirst();
  }
}
