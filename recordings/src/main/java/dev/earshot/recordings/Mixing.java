package dev.earshot.recordings;

/** The arithmetic of laying one sound over another. Pure functions, safe for any thread. */
public final class Mixing {
  private Mixing() {}

  /** Mean of the squared samples; 0 for none. */
  public static double meanPower(float[] samples) {
    return meanPower(samples, 0, samples.length);
  }

  /** Mean of the squared samples from {@code offset} on; 0 for none. */
  public static double meanPower(float[] samples, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return length == 0 ? 0 : sum / length;
  }

  /**
   * The factor by which an event's samples are multiplied so that its mean power stands {@code
   * snrDb} above (or, negative, below) the background's.
   *
   * @param eventPower the event's mean power; 0 for silence, which no gain makes heard: the gain is
   *     then 1
   * @param backgroundPower the mean power of the background it is laid over
   * @param snrDb wanted ratio in dB
   */
  public static double gainForSnr(double eventPower, double backgroundPower, double snrDb) {
    if (!(eventPower >= 0) || !(backgroundPower >= 0) || Double.isNaN(snrDb)) {
      throw new IllegalArgumentException(
          "powers are %s and %s, the ratio %s dB: powers are 0 or more"
              .formatted(eventPower, backgroundPower, snrDb));
    }
    if (eventPower == 0) {
      return 1;
    }
    // StrictMath: a simulated city is the same to the last bit on every machine
    return StrictMath.sqrt(backgroundPower / eventPower) * StrictMath.pow(10, snrDb / 20);
  }

  /** A power or its ratio in dB; negative infinity for 0. */
  public static double decibels(double power) {
    return 10 * StrictMath.log10(power);
  }
}
