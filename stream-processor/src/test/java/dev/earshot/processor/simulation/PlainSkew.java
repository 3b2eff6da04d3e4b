package dev.earshot.processor.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a node's clock goes against the timestamps of its records: all frames since the clock was set
 * last, and what is asked of them counted afresh each time.
 */
final class PlainSkew {
  private static final long INTERVAL_MS = 10_000;
  private static final long FIVE_MINUTES_MS = 300_000;

  private record Heard(long stampedMs, long aheadMicros) {}

  /** Ten seconds of frames, or more where the next frame came later. */
  private record Interval(long fromMs, long aheadMicros) {}

  private final List<Heard> frames = new ArrayList<>();

  void clear() {
    frames.clear();
  }

  /**
   * A frame is heard. A timestamp after 2199 says nothing.
   *
   * @param endMicros of its last sample, by the node's clock
   */
  void add(long endMicros, long stampedMs) {
    if (stampedMs < PlainFrame.YEAR_2200.toEpochMilli()) {
      frames.add(new Heard(stampedMs, endMicros - stampedMs * 1_000));
    }
  }

  /** The intervals that are complete: another frame was stamped ten seconds later. */
  private List<Interval> complete() {
    List<Interval> complete = new ArrayList<>();
    List<Heard> interval = new ArrayList<>();
    for (Heard frame : frames) {
      long sinceMs = interval.isEmpty() ? 0 : frame.stampedMs - interval.get(0).stampedMs;
      if (sinceMs >= INTERVAL_MS) {
        complete.add(
            new Interval(
                interval.get(0).stampedMs,
                interval.stream().mapToLong(Heard::aheadMicros).max().orElseThrow()));
      }
      if (sinceMs < 0 || sinceMs >= INTERVAL_MS) {
        interval.clear(); // time that goes back begins the interval anew
      }
      interval.add(frame);
    }
    return complete;
  }

  /** By how much it is ahead, milliseconds. */
  Optional<Long> offsetMs() {
    List<Interval> all = complete();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(Math.floorDiv(all.get(all.size() - 1).aheadMicros, 1_000L));
  }

  /** By how many millionths it is fast. */
  Optional<Float> driftPpm() {
    List<Interval> all = complete();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Interval first = all.get(0);
    Interval last = all.get(all.size() - 1);
    long passedMs = last.fromMs - first.fromMs;
    return passedMs < FIVE_MINUTES_MS
        ? Optional.empty()
        : Optional.of((float) ((last.aheadMicros - first.aheadMicros) * 1e3 / passedMs));
  }
}
