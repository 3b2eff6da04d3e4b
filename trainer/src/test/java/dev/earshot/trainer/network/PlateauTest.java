package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.trainer.network.Plateau.Verdict;
import org.junit.jupiter.api.Test;

class PlateauTest {
  private final Plateau plateau = new Plateau(2, 5);

  @Test
  void aLowerLossIsBetter() {
    assertThat(plateau.observe(0.5)).isEqualTo(Verdict.BETTER);
    assertThat(plateau.observe(0.4)).isEqualTo(Verdict.BETTER);
    assertThat(plateau.observe(0.4)).isEqualTo(Verdict.WAIT);
    assertThat(plateau.bestEpoch()).isEqualTo(2);
  }

  @Test
  void theRateIsReducedEverySecondEpochWithoutABetterOne() {
    plateau.observe(0.5);

    assertThat(plateau.observe(0.6)).isEqualTo(Verdict.WAIT);
    assertThat(plateau.observe(0.6)).isEqualTo(Verdict.REDUCE);
    assertThat(plateau.observe(0.6)).isEqualTo(Verdict.WAIT);
    assertThat(plateau.observe(0.6)).isEqualTo(Verdict.REDUCE);
  }

  @Test
  void afterFiveEpochsWithoutABetterOneItIsEnough() {
    plateau.observe(0.5);
    for (int i = 0; i < 4; i++) {
      plateau.observe(0.6);
      assertThat(plateau.exhausted()).isFalse();
    }
    plateau.observe(0.6);

    assertThat(plateau.exhausted()).isTrue();
    assertThat(plateau.bestEpoch()).isEqualTo(1);
  }
}
