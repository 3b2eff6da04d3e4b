package dev.earshot.processor.node;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since the epoch, as contracts and states count time. */
public final class Micros {
  static final long PER_SECOND = 1_000_000;

  private Micros() {}

  public static long of(Instant instant) {
    // not the microseconds between two times: the library counts their nanoseconds, of 292 years
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
  }

  static long of(Duration duration) {
    return duration.toNanos() / 1000;
  }

  public static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Samples in so much sound, rounded down to milliseconds of it. */
  public static long samplesIn(Duration duration, int sampleRateHz) {
    return duration.toMillis() * sampleRateHz / 1000;
  }

  /** How long so many samples last, rounded down; may be negative. No overflow below 2^53. */
  public static long lasting(long samples, int sampleRateHz) {
    long seconds = Math.floorDiv(samples, sampleRateHz);
    long rest = Math.floorMod(samples, (long) sampleRateHz);
    return seconds * PER_SECOND + rest * PER_SECOND / sampleRateHz;
  }
}
