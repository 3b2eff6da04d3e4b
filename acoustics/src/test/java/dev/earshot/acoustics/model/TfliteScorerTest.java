package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.testing.Seeded;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TfliteScorerTest {
  private static final ModelFile SHIPPED = ShippedModel.load();

  private static float[] window(SplittableRandom random) {
    Normalisation normalisation = SHIPPED.metadata().normalisation();
    float[] window = new float[SHIPPED.metadata().inputValues()];
    for (int i = 0; i < window.length; i++) {
      int c = i % normalisation.coefficients();
      double spread = random.nextDouble(-2, 2);
      window[i] = (float) (normalisation.mean(c) + spread * normalisation.standardDeviation(c));
    }
    return window;
  }

  @Test
  void aScoreIsAProbabilityThatDependsOnTheWindowAlone() {
    SplittableRandom random = Seeded.random(1);
    try (Scorer one = new TfliteScorer(SHIPPED);
        Scorer other = new TfliteScorer(SHIPPED)) {
      for (int i = 0; i < 200; i++) {
        float[] window = window(random);
        float[] asItWas = window.clone();
        float score = one.score(window);
        assertThat(score).isBetween(0f, 1f);
        assertThat(other.score(window)).isEqualTo(score);
        assertThat(one.score(window)).isEqualTo(score);
        assertThat(window).isEqualTo(asItWas);
      }
    }
  }

  @Test
  void valuesBeyondInt8AreTakenAsItsEnds() {
    float[] far = new float[SHIPPED.metadata().inputValues()];
    Arrays.fill(far, 1e30f);
    float[] farther = new float[far.length];
    Arrays.fill(farther, Float.MAX_VALUE);
    try (Scorer scorer = new TfliteScorer(SHIPPED)) {
      assertThat(scorer.score(far)).isEqualTo(scorer.score(farther));
    }
  }

  @Test
  void aWindowOfAnotherSizeIsABug() {
    try (Scorer scorer = new TfliteScorer(SHIPPED)) {
      assertThatThrownBy(() -> scorer.score(new float[415]))
          .hasMessage("a window of 415 values for a model of 416");
    }
  }

  @Test
  void aClosedScorerSaysSo() {
    Scorer scorer = new TfliteScorer(SHIPPED);
    scorer.close();
    scorer.close();

    assertThatThrownBy(() -> scorer.score(new float[416])).hasMessage("the scorer is closed");
  }
}
