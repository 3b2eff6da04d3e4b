package dev.earshot.recordings.synthetic;

import dev.earshot.recordings.Sound;
import dev.earshot.recordings.SoundLibrary;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A generated city: needs no data set. Stateless, so thread-safe. */
public final class SyntheticSounds implements SoundLibrary {
  @Override
  public Sound background(SplittableRandom random) {
    float[] samples = new float[Sound.SAMPLE_RATE_HZ * (20 + random.nextInt(20))];
    double low = 0;
    for (int i = 0; i < samples.length; i++) {
      low += 0.02 * (random.nextDouble() - 0.5 - low);
      samples[i] = Math.round(low * 0.3 * 32768) / 32768f;
    }
    return new Sound("air", false, "synthetic air", OptionalInt.empty(), samples);
  }

  @Override
  public Sound event(SplittableRandom random) {
    float[] samples = new float[Sound.SAMPLE_RATE_HZ * (3 + random.nextInt(4))];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / Sound.SAMPLE_RATE_HZ;
      double hz = 900 + 400 * StrictMath.sin(2 * Math.PI * 0.5 * t);
      phase += hz / Sound.SAMPLE_RATE_HZ;
      double x = StrictMath.sin(2 * Math.PI * phase) + 0.5 * StrictMath.sin(4 * Math.PI * phase);
      samples[i] = Math.round(0.3 * x * 32768) / 32768f;
    }
    return new Sound("siren", true, "synthetic siren", OptionalInt.empty(), samples);
  }
}
