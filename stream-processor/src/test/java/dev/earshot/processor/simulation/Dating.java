package dev.earshot.processor.simulation;

import java.math.BigInteger;

/** One sample of a session and when it was taken: all others follow by counting. */
record Dating(long sample, long micros, int sampleRateHz) {
  /** When a sample was taken, rounded down to microseconds. */
  long of(long other) {
    return micros + lasting(other - sample, sampleRateHz);
  }

  /** How long so many samples last, microseconds, rounded down. */
  static long lasting(long samples, int sampleRateHz) {
    if (Math.abs(samples) < Long.MAX_VALUE / 1_000_000) {
      return Math.floorDiv(samples * 1_000_000, (long) sampleRateHz);
    }
    BigInteger[] parts =
        BigInteger.valueOf(samples)
            .multiply(BigInteger.valueOf(1_000_000))
            .divideAndRemainder(BigInteger.valueOf(sampleRateHz));
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }
}
