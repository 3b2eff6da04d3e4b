package dev.earshot.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
  private static final int TO_HZ = 16_000;

  /** 44,099 Hz has no small ratio to 16 kHz: its phases are blended. */
  @ParameterizedTest
  @ValueSource(ints = {22_050, 24_000, 32_000, 44_100, 44_099, 48_000, 88_200, 96_000, 192_000})
  void whatLiesAboveTheNewNyquistFrequencyIsHeldDownBy80Decibels(int fromHz) {
    Resampler resampler = new Resampler(fromHz, TO_HZ);
    double worstDb = Double.NEGATIVE_INFINITY;
    for (double hz = 8_000; hz < fromHz / 2.0; hz += hz < 9_000 ? 97 : 1_501) {
      double residueDb = decibels(resampler.resample(tone(fromHz, hz)), k -> 0);
      worstDb = Math.max(worstDb, residueDb);
    }
    assertThat(worstDb).isLessThan(-80);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {16_001, 22_050, 24_000, 32_000, 44_100, 44_099, 48_000, 88_200, 96_000, 192_000})
  void tonesUpTo7KilohertzComeOutAsTheyWentInWithoutDelay(int fromHz) {
    Resampler resampler = new Resampler(fromHz, TO_HZ);
    for (double hz = 50; hz <= 7_050; hz += 500) {
      double w = 2 * Math.PI * hz / TO_HZ;
      assertThat(decibels(resampler.resample(tone(fromHz, hz)), k -> Math.sin(w * k)))
          .as("%s Hz", hz)
          .isLessThan(-80);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 12_000, 15_999})
  void goingUpAddsNoImages(int fromHz) {
    Resampler resampler = new Resampler(fromHz, TO_HZ);
    for (double hz = 50; hz <= 0.44 * fromHz; hz += 250) {
      double w = 2 * Math.PI * hz / TO_HZ;
      assertThat(decibels(resampler.resample(tone(fromHz, hz)), k -> Math.sin(w * k)))
          .as("%s Hz", hz)
          .isLessThan(-80);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 44100, 16000",
    "1, 44100, 0",
    "2, 44100, 1",
    "0, 44100, 0",
    "11025, 11025, 16000",
    "3, 8000, 6"
  })
  void asManySamplesAsTheTimeTakes(int samples, int fromHz, int expected) {
    assertThat(Resampler.resample(new float[samples], fromHz, TO_HZ)).hasSize(expected);
  }

  @Test
  void equalRatesGiveACopy() {
    float[] in = {0.1f, -0.7f, 0.3f};

    float[] out = Resampler.resample(in, 48_000, 48_000);

    assertThat(out).containsExactly(in).isNotSameAs(in);
  }

  @Test
  void aConstantStaysItself() {
    float[] in = new float[20_000];
    Arrays.fill(in, 0.5f);

    float[] out = Resampler.resample(in, 44_100, TO_HZ);

    for (int k = 1_000; k < out.length - 1_000; k++) {
      assertThat(out[k]).isBetween(0.49999f, 0.50001f);
    }
  }

  @Test
  void ratesArePositive() {
    assertThatThrownBy(() -> new Resampler(0, TO_HZ))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private interface Signal {
    double at(int k);
  }

  /**
   * Power of what is left when the wanted signal is taken off, against a full-scale tone, away from
   * the ends.
   */
  private static double decibels(float[] out, Signal wanted) {
    double sum = 0;
    int edge = 600;
    for (int k = edge; k < out.length - edge; k++) {
      double left = out[k] - wanted.at(k);
      sum += left * left;
    }
    return 10 * Math.log10(2 * sum / (out.length - 2 * edge));
  }

  private static float[] tone(int rateHz, double hz) {
    float[] samples = new float[rateHz / 4];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hz * i / rateHz);
    }
    return samples;
  }
}
