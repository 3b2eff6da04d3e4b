package dev.earshot.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MixingTest {
  @Test
  void theGainBringsAnEventToItsRatioOverTheBackground() {
    float[] event = {0.5f, -0.5f, 0.25f};
    float[] background = {0.1f, -0.2f, 0.05f, 0.1f};
    double backgroundPower = Mixing.meanPower(background);

    double gain = Mixing.gainForSnr(Mixing.meanPower(event), backgroundPower, 6);

    double heard = gain * gain * Mixing.meanPower(event);
    assertThat(Mixing.decibels(heard / backgroundPower)).isCloseTo(6, within(1e-9));
  }

  @Test
  void silenceIsLeftAsItIs() {
    assertThat(Mixing.meanPower(new float[0])).isZero();
    assertThat(Mixing.gainForSnr(0, 0.1, 10)).isEqualTo(1);
    assertThat(Mixing.decibels(0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void onlyTheAskedStretchIsMeasured() {
    assertThat(Mixing.meanPower(new float[] {1, 0.5f, 0.5f, 1}, 1, 2)).isEqualTo(0.25);
  }

  @Test
  void powersAreNotNegative() {
    assertThatThrownBy(() -> Mixing.gainForSnr(-1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mixing.gainForSnr(1, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
