package dev.earshot.recordings.synthetic;

import java.util.SplittableRandom;

/**
 * Draws made of {@link SplittableRandom}'s doubles by arithmetic of our own, which no version of
 * Java changes.
 */
final class Chance {
  private Chance() {}

  /** Uniform in [low, high). */
  static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Uniform in low, low+1, ..., high. */
  static int count(SplittableRandom random, int low, int high) {
    return low + (int) ((high - low + 1) * random.nextDouble());
  }

  /** True once in {@code 1/probability} calls. */
  static boolean happens(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }

  /** White noise of mean power 1. */
  static double noise(SplittableRandom random) {
    return 3.4641016151377544 * (random.nextDouble() - 0.5);
  }
}
