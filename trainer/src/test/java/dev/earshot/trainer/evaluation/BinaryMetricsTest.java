package dev.earshot.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryMetricsTest {
  private static final double EXACT = 1e-12;

  /** The example of scikit-learn's documentation of roc_auc_score and average_precision_score. */
  private static final Judged TEXTBOOK = judged("nnaa", 0.1f, 0.4f, 0.35f, 0.8f);

  @Test
  void figuresAreThoseOfATextbookExample() {
    BinaryMetrics figures = BinaryMetrics.of(TEXTBOOK, 0.4f);

    assertThat(figures.rocAuc()).isCloseTo(0.75, within(EXACT));
    assertThat(figures.averagePrecision()).isCloseTo(0.8333333333333333, within(EXACT));
    assertThat(figures.truePositives()).isEqualTo(1);
    assertThat(figures.falsePositives()).isEqualTo(1);
    assertThat(figures.trueNegatives()).isEqualTo(1);
    assertThat(figures.falseNegatives()).isEqualTo(1);
  }

  @Test
  void ratesFollowFromTheConfusion() {
    // of 10: 4 found, 1 false alarm, 2 missed, 3 left alone
    BinaryMetrics figures =
        BinaryMetrics.of(
            judged("aaaanaannn", .9f, .9f, .8f, .7f, .6f, .4f, .3f, .2f, .1f, .1f), 0.5);

    assertThat(figures.n()).isEqualTo(10);
    assertThat(figures.accuracy()).isCloseTo(0.7, within(EXACT));
    assertThat(figures.precision()).isCloseTo(0.8, within(EXACT));
    assertThat(figures.recall()).isCloseTo(4 / 6.0, within(EXACT));
    assertThat(figures.specificity()).isCloseTo(0.75, within(EXACT));
    assertThat(figures.f1()).isCloseTo(8 / 11.0, within(EXACT));
    assertThat(figures.balancedAccuracy()).isCloseTo((4 / 6.0 + 0.75) / 2, within(EXACT));
  }

  @Test
  void eitherSideHasFiguresAndTheMacroAverageIsTheirPlainMean() {
    // of 6 anomalous 4 are found, of 2 normal 1 is left alone
    BinaryMetrics figures =
        BinaryMetrics.of(judged("aaaaaann", .9f, .9f, .8f, .7f, .1f, .1f, .9f, .1f), 0.5);

    assertThat(figures.anomalousSide())
        .isEqualTo(new BinaryMetrics.Side(6, 0.8, 4 / 6.0, 8 / 11.0));
    assertThat(figures.normalSide()).isEqualTo(new BinaryMetrics.Side(2, 1 / 3.0, 0.5, 0.4));
    assertThat(figures.macro().n()).isEqualTo(8);
    assertThat(figures.macro().precision()).isCloseTo((0.8 + 1 / 3.0) / 2, within(EXACT));
    assertThat(figures.macro().recall()).isCloseTo((4 / 6.0 + 0.5) / 2, within(EXACT));
    assertThat(figures.macro().f1()).isCloseTo((8 / 11.0 + 0.4) / 2, within(EXACT));
  }

  @Test
  void aScoreAtTheThresholdIsAnomalous() {
    assertThat(BinaryMetrics.of(judged("a", 0.5f), 0.5).truePositives()).isEqualTo(1);
  }

  @Test
  void equalScoresSayNothing() {
    BinaryMetrics figures = BinaryMetrics.of(judged("anan", .5f, .5f, .5f, .5f), 0.5);

    assertThat(figures.rocAuc()).isEqualTo(0.5);
    assertThat(figures.averagePrecision()).isEqualTo(0.5);
  }

  @Test
  void withOneClassOnlyThereIsNoRocAuc() {
    BinaryMetrics figures = BinaryMetrics.of(judged("nn", .2f, .3f), 0.5);

    assertThat(figures.rocAuc()).isNaN();
    assertThat(figures.averagePrecision()).isNaN();
    assertThat(figures.precision()).isZero();
    assertThat(figures.recall()).isZero();
    assertThat(figures.f1()).isZero();
    assertThat(figures.accuracy()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rocAucIsTheChanceThatAnAnomalousOneScoresHigher(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[60];
    boolean[] anomalous = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      // few levels, so that many scores are equal
      scores[i] = random.nextInt(12) / 12f;
      anomalous[i] = i < 2 ? i == 0 : random.nextBoolean();
    }
    double wins = 0;
    int pairs = 0;
    for (int a = 0; a < scores.length; a++) {
      for (int n = 0; n < scores.length; n++) {
        if (anomalous[a] && !anomalous[n]) {
          pairs++;
          wins += scores[a] > scores[n] ? 1 : scores[a] == scores[n] ? 0.5 : 0;
        }
      }
    }

    assertThat(BinaryMetrics.of(new Judged(scores, anomalous), 0.5).rocAuc())
        .isCloseTo(wins / pairs, within(EXACT));
  }

  @Test
  void scoresThatAreNoNumbersAreRefused() {
    assertThatThrownBy(() -> judged("an", Float.NaN, 0.5f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  /** {@code truths}: a for anomalous, n for normal. */
  static Judged judged(String truths, float... scores) {
    boolean[] anomalous = new boolean[truths.length()];
    for (int i = 0; i < anomalous.length; i++) {
      anomalous[i] = truths.charAt(i) == 'a';
    }
    return new Judged(scores, anomalous);
  }
}
