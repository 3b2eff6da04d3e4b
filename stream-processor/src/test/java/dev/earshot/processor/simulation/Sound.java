package dev.earshot.processor.simulation;

import java.util.Locale;

/**
 * Noise, the same at every telling.
 *
 * @param amplitude peak, full scale 1
 * @param seed tells two sounds of one loudness apart
 */
record Sound(float amplitude, int seed) {
  float[] samples(int count) {
    float[] samples = new float[count];
    long state = seed * 0x9E3779B97F4A7C15L + 1;
    for (int i = 0; i < count; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L; // Knuth's MMIX
      samples[i] = amplitude * (int) (state >>> 32) / -(float) Integer.MIN_VALUE;
    }
    return samples;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "noise %d of %.4f", seed, amplitude);
  }
}
