package dev.earshot.processor.node;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a node's clock goes against the time that its records carry, estimated. On its way a frame
 * only loses time, so of each interval the frame counts that lost least: the offset is the largest
 * difference of the node's clock, at the end of a frame, and the record's timestamp. Drift is how
 * the offset has changed since the first interval. Nothing is decided by either. Not thread-safe.
 *
 * <p>Where a producer stamps its records with the node's clock, the offset says only how well it
 * does so.
 */
final class ClockSkew {
  static final int BYTES = 1 + 6 * Long.BYTES;

  /** An interval ends with the first record that is so much later than its first. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Drift is told from so long on: 10 ms of jitter are then worth 33 millionths. */
  static final Duration DRIFT_FROM = Duration.ofMinutes(5);

  private static final int HAS_BEGUN = 1;
  private static final int HAS_OFFSET = 2;

  private boolean hasBegun;
  private long beganAtMs;
  private long largestMicros;

  private boolean hasOffset;
  private long offsetMicros;
  private long offsetAtMs;
  private long firstOffsetMicros;
  private long firstOffsetAtMs;

  /** The clock was set, or nothing is known of it. */
  void clear() {
    hasBegun = hasOffset = false;
    beganAtMs = largestMicros = 0;
    offsetMicros = offsetAtMs = firstOffsetMicros = firstOffsetAtMs = 0;
  }

  /**
   * A frame was heard.
   *
   * @param endMicros when its last sample ended, by the node's clock, 1970 to 2200
   * @param recordedAtMs the record's timestamp; one that is no such time says nothing
   */
  void hear(long endMicros, long recordedAtMs) {
    if (!isTime(recordedAtMs)) {
      return;
    }
    long difference = endMicros - recordedAtMs * 1000;
    if (!hasBegun || recordedAtMs < beganAtMs) {
      begin(recordedAtMs, difference);
    } else if (recordedAtMs - beganAtMs >= INTERVAL.toMillis()) {
      complete();
      begin(recordedAtMs, difference);
    } else {
      largestMicros = Math.max(largestMicros, difference);
    }
  }

  private void begin(long recordedAtMs, long difference) {
    hasBegun = true;
    beganAtMs = recordedAtMs;
    largestMicros = difference;
  }

  private void complete() {
    if (!hasOffset) {
      hasOffset = true;
      firstOffsetMicros = largestMicros;
      firstOffsetAtMs = beganAtMs;
    }
    offsetMicros = largestMicros;
    offsetAtMs = beganAtMs;
  }

  /** By how much the node's clock is ahead, rounded down to milliseconds; empty at first. */
  OptionalLong offsetMs() {
    return hasOffset ? OptionalLong.of(Math.floorDiv(offsetMicros, 1000)) : OptionalLong.empty();
  }

  /** By how much the node's clock is fast, in millionths; empty at first. */
  OptionalDouble driftPpm() {
    long passedMs = offsetAtMs - firstOffsetAtMs;
    return hasOffset && passedMs >= DRIFT_FROM.toMillis()
        ? OptionalDouble.of((offsetMicros - firstOffsetMicros) * 1e3 / passedMs)
        : OptionalDouble.empty();
  }

  void save(ByteBuffer to) {
    to.put((byte) ((hasBegun ? HAS_BEGUN : 0) | (hasOffset ? HAS_OFFSET : 0)));
    to.putLong(beganAtMs).putLong(largestMicros);
    to.putLong(offsetMicros).putLong(offsetAtMs);
    to.putLong(firstOffsetMicros).putLong(firstOffsetAtMs);
  }

  void restore(ByteBuffer from) {
    int flags = from.get();
    hasBegun = (flags & HAS_BEGUN) != 0;
    hasOffset = (flags & HAS_OFFSET) != 0;
    beganAtMs = from.getLong();
    largestMicros = from.getLong();
    offsetMicros = from.getLong();
    offsetAtMs = from.getLong();
    firstOffsetMicros = from.getLong();
    firstOffsetAtMs = from.getLong();
    if (!isTime(beganAtMs)
        || !isTime(offsetAtMs)
        || !isTime(firstOffsetAtMs)
        || !isDifference(largestMicros)
        || !isDifference(offsetMicros)
        || !isDifference(firstOffsetMicros)) {
      throw new IllegalArgumentException("no state of a clock's skew");
    }
  }

  private static boolean isTime(long timeMs) {
    return timeMs >= 0 && timeMs <= FrameAdmission.LAST_TIME.toEpochMilli();
  }

  private static boolean isDifference(long micros) {
    long most = 2 * Micros.of(FrameAdmission.LAST_TIME);
    return micros >= -most && micros <= most;
  }
}
