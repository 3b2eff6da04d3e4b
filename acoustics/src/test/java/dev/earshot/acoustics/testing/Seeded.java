package dev.earshot.acoustics.testing;

import java.util.SplittableRandom;

/** Signals and random numbers for tests; a property test names its seed as its parameter. */
public final class Seeded {
  private Seeded() {}

  public static SplittableRandom random(long seed) {
    return new SplittableRandom(seed);
  }

  /** White noise, uniform within a tenth of full scale, on the grid of 16 bits. */
  public static float[] noise(SplittableRandom random, int samples) {
    float[] noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = random.nextInt(-3_277, 3_278) / 32_768f;
    }
    return noise;
  }

  public static float[] tone(int sampleRateHz, double hz, double amplitude, int samples) {
    float[] tone = new float[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / sampleRateHz));
    }
    return tone;
  }
}
