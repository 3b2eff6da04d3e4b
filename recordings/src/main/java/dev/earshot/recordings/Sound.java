package dev.earshot.recordings;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A piece of background or an event to lay over it, ready to be played to a node: 16 kHz mono.
 *
 * @param label what is heard, in UrbanSound8K's words where it has one, for example {@code
 *     dog_bark}
 * @param anomalous whether a city wants to be told of it
 * @param source where it comes from: a clip's file name, or how it was made
 * @param fold the data set's fold it is from; empty when it is from none
 * @param samples at {@value #SAMPLE_RATE_HZ} Hz, nominally in [-1, 1]; may be shared with other
 *     holders, so it is read only
 */
public record Sound(
    String label, boolean anomalous, String source, OptionalInt fold, float[] samples) {
  /** The rate of {@link #samples}. */
  public static final int SAMPLE_RATE_HZ = 16_000;

  public Sound {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(fold, "fold");
    Objects.requireNonNull(samples, "samples");
  }

  /** How long it lasts, in seconds. */
  public double durationSeconds() {
    return (double) samples.length / SAMPLE_RATE_HZ;
  }
}
