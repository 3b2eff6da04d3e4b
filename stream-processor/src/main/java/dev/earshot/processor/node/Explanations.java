package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.Detector;
import dev.earshot.acoustics.detect.Stretch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why an alarm opened at a node or why none did, by what the node's decision itself has told. Pure:
 * from bytes of the two stores alone. Immutable.
 *
 * @param knownFromMicros event time from which on something is known; empty: of no time
 * @param decisions that overlap the time asked for, oldest first
 */
public record Explanations(OptionalLong knownFromMicros, List<Decision> decisions) {
  /**
   * Looks a time up.
   *
   * @param state the node's state in the store {@code node-state}
   * @param kept what the store {@code node-decisions} has of it, empty where nothing
   * @param sampleRateHz of the model in use
   * @param fromMicros event time, microseconds since the epoch
   * @param toMicros the same moment, or later; itself part of the time
   */
  public static Explanations of(
      byte[] state, byte[] kept, int sampleRateHz, long fromMicros, long toMicros) {
    List<Decision> all = all(state, kept, sampleRateHz);
    return new Explanations(
        all.stream().mapToLong(Decision::fromMicros).min(),
        all.stream()
            .filter(one -> one.fromMicros() <= toMicros && one.toMicros() > fromMicros)
            .toList());
  }

  /** Everything that is known of a node, oldest first; the last one may not have ended yet. */
  public static List<Decision> all(byte[] state, byte[] kept, int sampleRateHz) {
    List<Decision> all = new ArrayList<>(KeptDecisions.read(kept));
    unfinished(state, sampleRateHz).ifPresent(all::add);
    return all;
  }

  private static Optional<Decision> unfinished(byte[] state, int sampleRateHz) {
    NodeState node = new NodeState();
    try {
      return SavedNode.read(state)
          .filter(saved -> node.restore(saved.body().duplicate()))
          .flatMap(saved -> unfinished(node, saved, sampleRateHz));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * What the decision had seen of a node when it was saved.
   *
   * @param node what was restored of it
   */
  static Optional<Decision> unfinished(NodeState node, SavedNode saved, int sampleRateHz) {
    if (!NodeState.hasTrace(saved.body())) {
      return Optional.empty();
    }
    ByteBuffer trace = saved.body().duplicate();
    trace.position(trace.limit() - Detector.traceBytes());
    try {
      return Detector.readTrace(trace)
          .map(stretch -> of(node, stretch, saved.openFirstSample(), sampleRateHz));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Decision of(
      NodeState node, Stretch stretch, OptionalLong alarmFirstSample, int sampleRateHz) {
    return new Decision(
        node.session,
        node.microsAt(stretch.firstSample(), sampleRateHz),
        node.microsAt(stretch.endSample(), sampleRateHz),
        stretch,
        alarmFirstSample);
  }
}
