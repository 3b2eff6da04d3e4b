package dev.earshot.trainer.evaluation;

import static dev.earshot.trainer.evaluation.BinaryMetricsTest.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.detect.DecisionConfig;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
  @Test
  void liesHalfWayBetweenTheScoresItTellsApart() {
    assertThat(Thresholds.balanced(judged("nnaa", 0.1f, 0.4f, 0.6f, 0.9f)))
        .isCloseTo(0.5f, within(1e-6f));
  }

  @Test
  void doesNotDependOnHowFrequentAnomaliesAre() {
    Judged even = judged("nnana", 0.1f, 0.2f, 0.3f, 0.7f, 0.8f);
    // three times as many normal ones: the highest accuracy would now be at 0.75
    Judged manyNormal =
        judged("nnnnnnannna", .1f, .1f, .1f, .2f, .2f, .2f, .3f, .7f, .7f, .7f, .8f);

    assertThat(Thresholds.balanced(even)).isCloseTo(0.25f, within(1e-6f));
    assertThat(Thresholds.balanced(manyNormal)).isCloseTo(0.25f, within(1e-6f));
  }

  @Test
  void ofEquallyGoodOnesTheHighestIsTaken() {
    // recall 1/2 and no false alarm, or recall 1 and one false alarm of two
    assertThat(Thresholds.balanced(judged("nana", 0.1f, 0.2f, 0.5f, 0.9f)))
        .isCloseTo(0.7f, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void noOtherThresholdIsMoreBalanced(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[80];
    boolean[] anomalous = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      anomalous[i] = i % 3 == 0;
      scores[i] = random.nextInt(40) / 40f * (anomalous[i] ? 1 : 0.7f);
    }
    Judged judged = new Judged(scores, anomalous);

    double chosen = BinaryMetrics.of(judged, Thresholds.balanced(judged)).balancedAccuracy();

    for (int i = 0; i <= 100; i++) {
      assertThat(BinaryMetrics.of(judged, i / 100.0).balancedAccuracy())
          .isLessThanOrEqualTo(chosen + 1e-12);
    }
  }

  @Test
  void aStreamsThresholdsLetSoMuchOfTheNormalReachThem() {
    float[] scores = new float[400];
    boolean[] anomalous = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      anomalous[i] = i % 2 == 1; // anomalous ones must not matter
      scores[i] = anomalous[i] ? 0.999f : i / 400f;
    }

    DecisionConfig decision = Thresholds.decision(new Judged(scores, anomalous));

    assertThat(decision.openThreshold()).isCloseTo(0.95f, within(0.006f));
    assertThat(decision.closeThreshold()).isCloseTo(0.85f, within(0.006f));
    assertThat(decision.immediateThreshold()).isCloseTo(0.99f, within(0.006f));
    assertThat(Thresholds.DECISION_RULE)
        .isEqualTo(
            "5 % of the normal windows reach the opening threshold, 15 % the closing one, 1 % the"
                + " one that opens at once");
  }

  @Test
  void aStreamsThresholdsNeedSomethingNormal() {
    assertThatThrownBy(() -> Thresholds.decision(judged("aa", 0.1f, 0.2f)))
        .hasMessageContaining("without normal windows");
  }

  @Test
  void needsBothClasses() {
    assertThatThrownBy(() -> Thresholds.balanced(judged("aa", 0.1f, 0.2f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 normal");
  }
}
