package dev.earshot.acoustics.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.testing.Seeded;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerSpectrumTest {
  @ParameterizedTest
  @ValueSource(ints = {64, 66, 96, 320, 400, 512, 640, 882, 1_000, 2_048})
  void isTheDiscreteFourierTransformSquared(int samples) {
    float[] frame = Seeded.noise(Seeded.random(samples), samples);
    float[] power = new float[samples / 2 + 1];

    new PowerSpectrum(samples).of(frame, power);

    double total = 0;
    for (float x : frame) {
      total += x * x;
    }
    for (int bin = 0; bin < power.length; bin++) {
      assertThat((double) power[bin])
          .as("bin %d", bin)
          .isCloseTo(dft(frame, bin), within(1e-5 * samples * total));
    }
  }

  /** By the definition, in double precision. */
  private static double dft(float[] frame, int bin) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < frame.length; i++) {
      double angle = -2 * Math.PI * ((long) i * bin % frame.length) / frame.length;
      re += frame[i] * Math.cos(angle);
      im += frame[i] * Math.sin(angle);
    }
    return re * re + im * im;
  }
}
