package dev.earshot.trainer.network;

import static dev.earshot.acoustics.bounds.Bounds.within;

import java.util.SplittableRandom;

/**
 * Mixes two windows, and their truths with them, into one that lies between: the network learns to
 * go straight from one to the other and is less sure of what it has not heard. Source: H. Zhang, M.
 * Cisse, Y. Dauphin, D. Lopez-Paz, "mixup: Beyond Empirical Risk Minimization", ICLR 2018.
 *
 * @param alpha the share of the first window is drawn from Beta(alpha, alpha): near 0 the windows
 *     hardly mix, at 1 all shares are alike; above 0, at most 1
 */
record Mixup(double alpha) {
  /** Within what its authors found best on ImageNet, 0.1 to 0.4. */
  static final Mixup STANDARD = new Mixup(0.2);

  Mixup {
    within("mixup's alpha", alpha, 0.01, 1);
  }

  /**
   * Draws the first window's share, 0 to 1. Source: M. D. Joehnk, "Erzeugung von betaverteilten und
   * gammaverteilten Zufallszahlen", Metrika 8, 1964, which suits small alphas.
   */
  float share(SplittableRandom random) {
    while (true) {
      // logarithms, since the powers themselves run below the smallest double
      double logX = StrictMath.log(1 - random.nextDouble()) / alpha;
      double logY = StrictMath.log(1 - random.nextDouble()) / alpha;
      if (StrictMath.exp(logX) + StrictMath.exp(logY) <= 1) {
        return (float) (1 / (1 + StrictMath.exp(logY - logX)));
      }
    }
  }

  /**
   * Mixes each window of a batch with the one after it, which is any, since batches are in no
   * order. Where the two count differently, the truth is the anomalous share of what they count
   * together: its cross-entropy is then the two's own, mixed.
   */
  Batch mix(Batch batch, SplittableRandom random) {
    int size = batch.size();
    float[][] windows = new float[size][];
    float[] truths = new float[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      int other = (i + 1) % size;
      float share = share(random);
      windows[i] = mixed(batch.windows()[i], batch.windows()[other], share);
      float own = share * batch.weights()[i];
      float others = (1 - share) * batch.weights()[other];
      weights[i] = own + others;
      truths[i] = (own * batch.truths()[i] + others * batch.truths()[other]) / weights[i];
    }
    return new Batch(windows, truths, weights);
  }

  private static float[] mixed(float[] first, float[] second, float share) {
    float[] mixed = new float[first.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = share * first[i] + (1 - share) * second[i];
    }
    return mixed;
  }
}
