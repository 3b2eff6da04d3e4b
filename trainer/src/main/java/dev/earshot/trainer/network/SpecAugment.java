package dev.earshot.trainer.network;

import static dev.earshot.acoustics.bounds.Bounds.within;

import java.util.SplittableRandom;

/**
 * Hides some neighbouring columns and some neighbouring coefficients of a window, so that no one of
 * them is relied upon. What is hidden becomes 0, which in a standardised window is the mean of the
 * training set. Source: D. Park et al., "SpecAugment: A Simple Data Augmentation Method for
 * Automatic Speech Recognition", Interspeech 2019 (without its time warping, which it found to
 * matter least).
 *
 * @param columnsMax columns hidden at most; each number from 0 on is as likely
 * @param coefficientsMax coefficients hidden at most, likewise
 */
record SpecAugment(int columnsMax, int coefficientsMax) {
  /** A fifth of the columns and of the coefficients of the paper's window at most. */
  static final SpecAugment STANDARD = new SpecAugment(6, 2);

  SpecAugment {
    within("SpecAugment's columns", columnsMax, 0, 1_000);
    within("SpecAugment's coefficients", coefficientsMax, 0, 256);
  }

  /**
   * Hides them in place.
   *
   * @param window {@code [columns * coefficients]}, standardised
   */
  void hide(float[] window, int coefficients, SplittableRandom random) {
    int columns = window.length / coefficients;
    int hiddenColumns = random.nextInt(Math.min(columnsMax, columns) + 1);
    int firstColumn = random.nextInt(columns - hiddenColumns + 1);
    int hiddenCoefficients = random.nextInt(Math.min(coefficientsMax, coefficients) + 1);
    int firstCoefficient = random.nextInt(coefficients - hiddenCoefficients + 1);
    for (int i = 0; i < window.length; i++) {
      int column = i / coefficients - firstColumn;
      int coefficient = i % coefficients - firstCoefficient;
      if (column >= 0 && column < hiddenColumns
          || coefficient >= 0 && coefficient < hiddenCoefficients) {
        window[i] = 0;
      }
    }
  }
}
