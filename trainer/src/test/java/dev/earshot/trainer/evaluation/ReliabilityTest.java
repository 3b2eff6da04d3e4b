package dev.earshot.trainer.evaluation;

import static dev.earshot.trainer.evaluation.BinaryMetricsTest.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  @Test
  void theErrorIsHowFarSharesAreFromScoresOnAverage() {
    // two of about 0.85 of which one is anomalous, two of about 0.15 of which none is
    Reliability reliability = Reliability.of(judged("annn", 0.84f, 0.86f, 0.12f, 0.18f));

    assertThat(reliability.expectedCalibrationError())
        .isCloseTo((2 * 0.35 + 2 * 0.15) / 4, within(1e-6));
    Reliability.Bin high = reliability.bins().get(8);
    assertThat(high.n()).isEqualTo(2);
    assertThat(high.meanScore()).isCloseTo(0.85, within(1e-6));
    assertThat(high.anomalousShare()).isEqualTo(0.5);
  }

  @Test
  void scoresOfNoughtAndOneHaveABinAndEmptyBinsSayNothing() {
    Reliability reliability = Reliability.of(judged("na", 0, 1));

    assertThat(reliability.bins()).hasSize(10);
    assertThat(reliability.bins().get(0).n()).isEqualTo(1);
    assertThat(reliability.bins().get(9).n()).isEqualTo(1);
    assertThat(reliability.bins().get(5).anomalousShare()).isNaN();
    assertThat(reliability.expectedCalibrationError()).isZero();
  }

  @Test
  void scoresThatAreTheProbabilitiesHaveNoErrorToSpeakOf() {
    SplittableRandom random = new SplittableRandom(3);
    float[] scores = new float[20_000];
    boolean[] anomalous = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextDouble();
      anomalous[i] = random.nextDouble() < scores[i];
    }

    assertThat(Reliability.of(new Judged(scores, anomalous)).expectedCalibrationError())
        .isLessThan(0.02);
  }

  @Test
  void logitsAreRefused() {
    assertThatThrownBy(() -> Reliability.of(judged("a", 1.5f))).hasMessageContaining("1.5");
  }
}
