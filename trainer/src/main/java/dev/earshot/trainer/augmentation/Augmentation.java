package dev.earshot.trainer.augmentation;

import static dev.earshot.acoustics.bounds.Bounds.within;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How the sound of clips is altered; what is empty is not done. Source of the kinds and of the
 * order of their strengths: J. Salamon, J. P. Bello, "Deep Convolutional Neural Networks and Data
 * Augmentation for Environmental Sound Classification", IEEE Signal Processing Letters 24, 2017.
 *
 * @param gain what the clip is amplified by
 * @param noise how far the clip stands above the pink noise laid over it
 * @param background how far the clip stands above the normal clip of another recording laid under
 *     it
 */
public record Augmentation(
    Optional<Decibels> gain, Optional<Decibels> noise, Optional<Decibels> background) {
  /** The standard strengths. */
  public static final Decibels GAIN = new Decibels(-12, 12);

  public static final Decibels NOISE = new Decibels(10, 30);

  public static final Decibels BACKGROUND = new Decibels(5, 25);

  /** Altered variants made of each clip, beside the one that was recorded. */
  static final int VARIANTS = 3;

  /** Whether anything is done. */
  public boolean any() {
    return gain.isPresent() || noise.isPresent() || background.isPresent();
  }

  /**
   * A range of levels or of their ratios, all as likely.
   *
   * @param low in dB, -100 to {@code high}
   * @param high in dB, to 100
   */
  public record Decibels(double low, double high) {
    /** Checks the bounds. */
    public Decibels {
      within("the lower level in dB", low, -100, high);
      within("the higher level in dB", high, low, 100);
    }

    double draw(SplittableRandom random) {
      return low + (high - low) * random.nextDouble();
    }
  }
}
