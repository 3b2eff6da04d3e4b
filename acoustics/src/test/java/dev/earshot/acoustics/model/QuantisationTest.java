package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantisationTest {
  @Test
  void coversItsRangeAndHasZeroExactly() {
    Quantisation quantisation = Quantisation.covering(-2, 6);

    assertThat(quantisation.real(quantisation.quantise(0))).isZero();
    assertThat(quantisation.real(Byte.MIN_VALUE)).isCloseTo(-2, within(quantisation.scale()));
    assertThat(quantisation.real(Byte.MAX_VALUE)).isCloseTo(6, within(quantisation.scale()));
    assertThat(quantisation.quantise(-100)).isEqualTo(Byte.MIN_VALUE);
    assertThat(quantisation.quantise(100)).isEqualTo(Byte.MAX_VALUE);
  }

  @Test
  void aRangeOnOneSideIsStretchedToZero() {
    assertThat(Quantisation.covering(3, 5).zeroPoint()).isEqualTo(-128);
    assertThat(Quantisation.covering(-5, -3).zeroPoint()).isEqualTo(127);
    assertThat(Quantisation.covering(0, 0).scale()).isPositive();
  }

  @Test
  void whatIsNoQuantisationIsNamed() {
    assertThatThrownBy(() -> new Quantisation(0, 0)).hasMessage("scale is 0.0, must be above 0");
    assertThatThrownBy(() -> new Quantisation(Float.NaN, 0))
        .hasMessage("scale is NaN, must be above 0");
    assertThatThrownBy(() -> new Quantisation(1, 128))
        .hasMessage("zeroPoint is 128, must fit 8 bits");
  }
}
