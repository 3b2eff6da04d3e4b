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
    float[] softer = altered(new Augmentation(decibels(-6), Optional.empty(), Optional.empty()));
    float[] louder = altered(new Augmentation(decibels(40), Optional.empty(), Optional.empty()));

    double ratio = Mixing.meanPower(softer) / Mixing.meanPower(sound);
    assertThat(Mixing.decibels(ratio)).isCloseTo(-6, within(0.01));
    for (float sample : louder) {
      assertThat(sample).isBetween(-1f, 1f);
    }
  }

  @Test
  void theSoundStandsAboveTheNoiseAsFarAsWanted() {
    float[] noisy = altered(new Augmentation(Optional.empty(), decibels(15), Optional.empty()));

    float[] noise = new float[sound.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = noisy[i] - sound[i];
    }
    double ratio = Mixing.meanPower(sound) / Mixing.meanPower(noise);
    assertThat(Mixing.decibels(ratio)).isCloseTo(15, within(0.05));
  }

  @Test
  void theSoundGivenIsLeftAsItIs() {
    float[] before = sound.clone();

    altered(new Augmentation(decibels(-6), decibels(15), Optional.empty()));

    assertThat(sound).isEqualTo(before);
  }

  private float[] altered(Augmentation augmentation) {
    return new Augmenter(augmentation, Backgrounds.none())
        .altered(sound, 1, new SplittableRandom(2));
  }

  private static Optional<Decibels> decibels(double value) {
    return Optional.of(new Decibels(value, value));
  }
}
