package dev.earshot.trainer.augmentation;

import static dev.earshot.acoustics.bounds.Bounds.within;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How the sound of clips is altered; what is empty is not done. Source: J. Salamon, J. P. Bello,
 * "Deep Convolutional Neural Networks and Data Augmentation for Environmental Sound
 * Classification", IEEE Signal Processing Letters 24, 2017; strengths by measurement on
 * UrbanSound8K's folds.
 *
 * @param gain what every clip is amplified by
 * @param noise how far a clip stands above pink noise that is laid over half of them
 * @param background how far a clip stands above the normal clip of another recording that is laid
 *     under half of them
 */
public record Augmentation(
    Optional<Decibels> gain, Optional<Decibels> noise, Optional<Decibels> background) {
  /** The standard gain. */
  public static final Decibels GAIN = new Decibels(-10, 10);

  /** The standard distance to noise. */
  public static final Decibels NOISE = new Decibels(5, 30);

  /** The standard distance to a background. */
  public static final Decibels BACKGROUND = new Decibels(0, 20);

  /** Altered variants made of each clip, beside the one that was recorded. */
  static final int VARIANTS = 4;

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
