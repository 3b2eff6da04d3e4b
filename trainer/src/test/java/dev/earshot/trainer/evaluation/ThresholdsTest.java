package dev.earshot.trainer.evaluation;

import static dev.earshot.trainer.evaluation.BinaryMetricsTest.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.detect.DecisionConfig;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
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
}
