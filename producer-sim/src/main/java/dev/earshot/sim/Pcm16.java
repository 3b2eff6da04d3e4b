package dev.earshot.sim;

/** Samples as a node's converter gives them: 16 bits, full scale 32768, louder ones clipped. */
final class Pcm16 {
  private static final float FULL_SCALE = 32_768;

  private Pcm16() {}

  /**
   * One sample.
   *
   * @param sample full scale 1
   */
  static short of(float sample) {
    int rounded = Math.round(sample * FULL_SCALE);
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
  }

  /** The sample that a converter took for this. */
  static float toFloat(short sample) {
    return sample / FULL_SCALE;
  }
}
