package dev.earshot.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.Mixing;
import dev.earshot.trainer.augmentation.Augmentation.Decibels;
import dev.earshot.trainer.testing.TinyDataset;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmenterTest {
  private final float[] sound = TinyDataset.sound(new SplittableRandom(1), true, 1);

  @Test
  void gainIsTheWantedOneAndClippedAtFullScale() {
    float[] softer = altered(new Augmentation(decibels(-6), Optional.empty(), Optional.empty()), 2);
    float[] louder = altered(new Augmentation(decibels(40), Optional.empty(), Optional.empty()), 2);

    double ratio = Mixing.meanPower(softer) / Mixing.meanPower(sound);
    assertThat(Mixing.decibels(ratio)).isCloseTo(-6, within(0.01));
    for (float sample : louder) {
      assertThat(sample).isBetween(-1f, 1f);
    }
  }

  @Test
  void halfOfTheTimeItStandsAboveNoiseAsFarAsWanted() {
    Augmentation noise = new Augmentation(Optional.empty(), decibels(15), Optional.empty());
    int noisy = 0;
    for (int seed = 0; seed < 40; seed++) {
      double laidOver = Mixing.meanPower(difference(altered(noise, seed)));
      if (laidOver > 0) {
        noisy++;
        assertThat(Mixing.decibels(Mixing.meanPower(sound) / laidOver)).isCloseTo(15, within(0.05));
      }
    }
    assertThat(noisy).isBetween(10, 30);
  }

  @Test
  void theSoundGivenIsLeftAsItIs() {
    float[] before = sound.clone();

    altered(new Augmentation(decibels(-6), decibels(15), Optional.empty()), 2);

    assertThat(sound).isEqualTo(before);
  }

  private float[] difference(float[] other) {
    float[] difference = new float[sound.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = other[i] - sound[i];
    }
    return difference;
  }

  private float[] altered(Augmentation augmentation, long seed) {
    return new Augmenter(augmentation, Backgrounds.none())
        .altered(sound, 1, new SplittableRandom(seed));
  }

  private static Optional<Decibels> decibels(double value) {
    return Optional.of(new Decibels(value, value));
  }
}
