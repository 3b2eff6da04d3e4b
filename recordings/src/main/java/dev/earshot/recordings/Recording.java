package dev.earshot.recordings;

import java.util.Objects;

/**
 * Sound as it was recorded, mixed down to one channel.
 *
 * @param sampleRateHz the rate it was recorded at, {@value #LOWEST_RATE_HZ} to {@value
 *     #HIGHEST_RATE_HZ}
 * @param mono finite samples in [-1, 1]; owned by whoever holds the recording, not copied
 */
public record Recording(int sampleRateHz, float[] mono) {
  /** The lowest sample rate that is taken for sound. */
  public static final int LOWEST_RATE_HZ = 1_000;

  /** The highest sample rate that is taken for sound. */
  public static final int HIGHEST_RATE_HZ = 768_000;

  public Recording {
    Objects.requireNonNull(mono, "mono");
    if (sampleRateHz < LOWEST_RATE_HZ || sampleRateHz > HIGHEST_RATE_HZ) {
      throw new IllegalArgumentException(
          "sampleRateHz is %d, not in %d..%d"
              .formatted(sampleRateHz, LOWEST_RATE_HZ, HIGHEST_RATE_HZ));
    }
  }

  /** How long it lasts, in seconds. */
  public double durationSeconds() {
    return (double) mono.length / sampleRateHz;
  }
}
