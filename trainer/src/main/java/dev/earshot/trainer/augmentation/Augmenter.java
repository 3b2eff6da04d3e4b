package dev.earshot.trainer.augmentation;

import dev.earshot.recordings.Mixing;
import dev.earshot.recordings.synthetic.PinkNoise;
import java.util.SplittableRandom;

/**
 * Alters the sound of clips: background first, then noise, then the gain of all of it, clipped to
 * full scale as a node's converter would. Immutable and thread-safe, as long as each thread has a
 * generator of its own.
 */
final class Augmenter {
  private final Augmentation augmentation;
  private final Backgrounds backgrounds;

  Augmenter(Augmentation augmentation, Backgrounds backgrounds) {
    this.augmentation = augmentation;
    this.backgrounds = backgrounds;
  }

  /**
   * A clip's sound, altered, in a new array as long.
   *
   * @param recordingId of the clip: no background is of the same recording
   * @param random drawn from for every choice
   */
  float[] altered(float[] samples, long recordingId, SplittableRandom random) {
    float[] sound = samples.clone();
    boolean overBackground = random.nextBoolean();
    boolean inNoise = random.nextBoolean();
    if (overBackground && augmentation.background().isPresent()) {
      backgrounds
          .notOf(recordingId, random)
          .map(background -> stretch(background, sound.length, random))
          .ifPresent(below -> lay(below, sound, augmentation.background().get().draw(random)));
    }
    if (inNoise && augmentation.noise().isPresent()) {
      lay(pinkNoise(sound.length, random), sound, augmentation.noise().get().draw(random));
    }
    augmentation.gain().ifPresent(gain -> amplify(sound, gain.draw(random)));
    for (int i = 0; i < sound.length; i++) {
      sound[i] = Math.max(-1, Math.min(1, sound[i]));
    }
    return sound;
  }

  /** Adds {@code disturbance} to {@code sound} so that the sound stands {@code snrDb} above it. */
  private static void lay(float[] disturbance, float[] sound, double snrDb) {
    float gain =
        (float) Mixing.gainForSnr(Mixing.meanPower(disturbance), Mixing.meanPower(sound), -snrDb);
    for (int i = 0; i < sound.length; i++) {
      sound[i] += gain * disturbance[i];
    }
  }

  private static void amplify(float[] sound, double gainDb) {
    float gain = (float) StrictMath.pow(10, gainDb / 20);
    for (int i = 0; i < sound.length; i++) {
      sound[i] *= gain;
    }
  }

  /** So many samples of a sound from anywhere on, from its start again after its end. */
  private static float[] stretch(float[] sound, int length, SplittableRandom random) {
    int from = random.nextInt(sound.length);
    float[] stretch = new float[length];
    for (int i = 0; i < length; i++) {
      stretch[i] = sound[(from + i) % sound.length];
    }
    return stretch;
  }

  private static float[] pinkNoise(int length, SplittableRandom random) {
    PinkNoise noise = new PinkNoise(random);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) noise.next();
    }
    return samples;
  }
}
