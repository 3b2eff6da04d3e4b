package dev.earshot.trainer.network;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Takes the weights nearest to zero out of a network that has been trained, while it goes on
 * learning with those that are left. Sources: S. Han, J. Pool, J. Tran, W. Dally, "Learning both
 * Weights and Connections for Efficient Neural Networks", NIPS 2015 (by magnitude, layer by layer,
 * at a tenth of the rate); M. Zhu, S. Gupta, "To prune, or not to prune: exploring the efficacy of
 * pruning for model compression", 2017 (more and more of them, along a cubic).
 */
final class Pruning {
  /** Epochs until all is taken out that is to be; then as many to learn with what is left. */
  static final int RISING_EPOCHS = 4;

  static final int EPOCHS = 2 * RISING_EPOCHS;

  /** What the learning rate is multiplied by. */
  static final float RATE_FACTOR = 0.1f;

  private Pruning() {}

  /**
   * The share of weights that are out during an epoch.
   *
   * @param sparsity the share at the end
   * @param epoch of the pruning, from 1
   */
  static double share(double sparsity, int epoch) {
    double left = 1 - Math.min(1, (double) epoch / RISING_EPOCHS);
    return sparsity * (1 - left * left * left);
  }

  /**
   * 0 for the share of a layer's weights that are nearest to zero, rounded up; 1 for the others.
   *
   * @param stays whether a weight, by its index, is left in before all others
   */
  static float[] mask(float[] weights, double share, IntPredicate stays) {
    long[] byMagnitude = new long[weights.length];
    for (int i = 0; i < weights.length; i++) {
      float magnitude = stays.test(i) ? Float.POSITIVE_INFINITY : Math.abs(weights[i]);
      byMagnitude[i] = (long) Float.floatToIntBits(magnitude) << Integer.SIZE | i;
    }
    Arrays.sort(byMagnitude);
    float[] mask = new float[weights.length];
    for (int i = (int) Math.ceil(share * weights.length); i < weights.length; i++) {
      mask[(int) byMagnitude[i]] = 1;
    }
    return mask;
  }
}
