package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixupTest {
  @Test
  void windowsAndTruthsAreMixedInTheSameShares() {
    Batch batch = new Batch(new float[][] {{1, 0}, {0, 1}}, new float[] {1, 0}, new float[] {1, 1});

    Batch mixed = Mixup.STANDARD.mix(batch, new SplittableRandom(3));

    float share = mixed.windows()[0][0];
    assertThat(share).isBetween(0f, 1f);
    assertThat(mixed.windows()[0][1]).isEqualTo(1 - share);
    assertThat(mixed.truths()[0]).isCloseTo(share, within(1e-6f));
    assertThat(mixed.weights()).containsExactly(new float[] {1, 1}, within(1e-6f));
    assertThat(batch.windows()[0]).containsExactly(1, 0);
  }

  /** share * w1 * BCE(z, 1) + (1 - share) * w2 * BCE(z, 0) is what w * BCE(z, t) has to be. */
  @Test
  void theLossIsThatOfBothWindowsMixedWithTheirWeights() {
    Batch batch = new Batch(new float[][] {{1}, {0}}, new float[] {1, 0}, new float[] {3, 0.5f});

    Batch mixed = Mixup.STANDARD.mix(batch, new SplittableRandom(4));

    double share = mixed.windows()[0][0];
    double z = 0.7;
    double lossIfAnomalous = Math.log1p(Math.exp(-z));
    double lossIfNormal = Math.log1p(Math.exp(z));
    double truth = mixed.truths()[0];
    assertThat(mixed.weights()[0] * (truth * lossIfAnomalous + (1 - truth) * lossIfNormal))
        .isCloseTo(share * 3 * lossIfAnomalous + (1 - share) * 0.5 * lossIfNormal, within(1e-5));
  }

  /** Beta(a, a) has mean 1/2 and variance 1 / (4 * (2a + 1)). */
  @Test
  void sharesAreDrawnFromTheBetaDistribution() {
    for (double alpha : new double[] {0.05, 0.2, 1}) {
      SplittableRandom random = new SplittableRandom(5);
      Mixup mixup = new Mixup(alpha);
      double[] shares = IntStream.range(0, 20_000).mapToDouble(i -> mixup.share(random)).toArray();

      double mean = IntStream.range(0, 20_000).mapToDouble(i -> shares[i]).sum() / 20_000;
      double variance =
          IntStream.range(0, 20_000).mapToDouble(i -> Math.pow(shares[i] - mean, 2)).sum() / 20_000;
      assertThat(mean).isCloseTo(0.5, within(0.01));
      assertThat(variance).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
    }
  }
}
