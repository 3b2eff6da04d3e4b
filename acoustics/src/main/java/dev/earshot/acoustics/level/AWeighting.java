package dev.earshot.acoustics.level;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The frequency weighting A of IEC 61672-1 as a filter of six first-order sections, 0 dB at 1 kHz.
 *
 * <p>The four high-pass poles (20.6 Hz twice, 107.7 Hz, 737.9 Hz) are low against the sample rate
 * and take the bilinear transform. The double low-pass pole (12194 Hz) lies above half of a 16 kHz
 * rate, where the bilinear transform is off by decibels. Its two sections are a pole and a zero
 * each instead, which meet the analogue response exactly at a quarter and at a half of the sample
 * rate: with t = tan(pi f / rate), such a section's squared response is {@code (1 + u² t²) / (1 +
 * v² t²)}, from which u and v follow.
 *
 * <p>Not thread-safe; allocates nothing after construction.
 */
final class AWeighting {
  private static final double[] HIGH_PASS_HZ = {20.598997, 20.598997, 107.65265, 737.86223};
  private static final double LOW_PASS_HZ = 12_194.217;
  private static final double REFERENCE_HZ = 1_000;

  /** Far beyond what samples within bounds of 16 bits or floats bring a section to. */
  private static final double MOST = 1e6;

  private static final int SECTIONS = HIGH_PASS_HZ.length + 2;

  /** Below this a state counts as zero, which spares a silent stream slow subnormal numbers. */
  static final double NEGLIGIBLE = 1e-30;

  /**
   * Section i is {@code y = gain x + s}, {@code s' = drive x - pole s}: the transposed form with
   * the recursion shortened to one multiplication and one subtraction.
   */
  private final double[] gain = new double[SECTIONS];

  private final double[] drive = new double[SECTIONS];
  private final double[] pole = new double[SECTIONS];
  private final double[] state = new double[SECTIONS];

  AWeighting(int sampleRateHz) {
    double reference = 1;
    for (int i = 0; i < HIGH_PASS_HZ.length; i++) {
      double k = StrictMath.tan(Math.PI * HIGH_PASS_HZ[i] / sampleRateHz);
      double b0 = 1 / (1 + k);
      reference *= section(i, b0, -b0, (k - 1) / (k + 1), sampleRateHz);
    }
    double quarter = lowPassPower(sampleRateHz / 4.0);
    double half = lowPassPower(sampleRateHz / 2.0);
    // (1 + u²) / (1 + v²) = quarter and u² / v² = half
    double v = Math.sqrt((1 - quarter) / (quarter - half));
    double u = Math.sqrt(half) * v;
    for (int i = HIGH_PASS_HZ.length; i < SECTIONS; i++) {
      reference *=
          section(i, (1 + u) / (1 + v), (1 - u) / (1 + v), (1 - v) / (1 + v), sampleRateHz);
    }
    double scale = 1 / Math.sqrt(reference);
    gain[0] *= scale;
    drive[0] *= scale;
  }

  /**
   * What the weighting adds at a frequency, dB: the formula of IEC 61672-1, annex E.
   *
   * @param hz above 0
   */
  static double decibels(double hz) {
    return 10 * StrictMath.log10(power(hz) / power(REFERENCE_HZ));
  }

  private static double power(double hz) {
    double power = lowPassPower(hz) * lowPassPower(hz);
    for (double pole : HIGH_PASS_HZ) {
      power *= 1 - 1 / (1 + hz * hz / (pole * pole));
    }
    return power;
  }

  private static double lowPassPower(double hz) {
    double ratio = hz / LOW_PASS_HZ;
    return 1 / (1 + ratio * ratio);
  }

  /** Sets H(z) = (b0 + b1/z) / (1 + a1/z) and returns its power response at the reference. */
  private double section(int i, double b0, double b1, double a1, int sampleRateHz) {
    gain[i] = b0;
    drive[i] = b1 - a1 * b0;
    pole[i] = a1;
    double cos = StrictMath.cos(2 * Math.PI * REFERENCE_HZ / sampleRateHz);
    return (b0 * b0 + b1 * b1 + 2 * b0 * b1 * cos) / (1 + a1 * a1 + 2 * a1 * cos);
  }

  /**
   * Filters the next samples of the stream.
   *
   * @param out {@code [length]} or longer, overwritten from 0
   */
  void filter(float[] samples, int offset, int length, double[] out) {
    // The six sections side by side: one after the other, each would wait for its own recursion.
    double g0 = gain[0], g1 = gain[1], g2 = gain[2], g3 = gain[3], g4 = gain[4], g5 = gain[5];
    double d0 = drive[0], d1 = drive[1], d2 = drive[2], d3 = drive[3], d4 = drive[4], d5 = drive[5];
    double p0 = pole[0], p1 = pole[1], p2 = pole[2], p3 = pole[3], p4 = pole[4], p5 = pole[5];
    double s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3], s4 = state[4], s5 = state[5];
    for (int i = 0; i < length; i++) {
      double x = samples[offset + i];
      double y0 = g0 * x + s0;
      s0 = d0 * x - p0 * s0;
      double y1 = g1 * y0 + s1;
      s1 = d1 * y0 - p1 * s1;
      double y2 = g2 * y1 + s2;
      s2 = d2 * y1 - p2 * s2;
      double y3 = g3 * y2 + s3;
      s3 = d3 * y2 - p3 * s3;
      double y4 = g4 * y3 + s4;
      s4 = d4 * y3 - p4 * s4;
      out[i] = g5 * y4 + s5;
      s5 = d5 * y4 - p5 * s5;
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
    state[4] = s4;
    state[5] = s5;
  }

  /** Zeroes what has decayed away; to be called at fixed places of the stream. */
  void settle() {
    for (int i = 0; i < SECTIONS; i++) {
      state[i] = Math.abs(state[i]) < NEGLIGIBLE ? 0 : state[i];
    }
  }

  void reset() {
    Arrays.fill(state, 0);
  }

  static int stateBytes() {
    return SECTIONS * Double.BYTES;
  }

  void save(ByteBuffer to) {
    for (double s : state) {
      to.putDouble(s);
    }
  }

  void restore(ByteBuffer from) {
    for (int i = 0; i < SECTIONS; i++) {
      state[i] = from.getDouble();
      if (!(Math.abs(state[i]) <= MOST)) {
        throw new IllegalArgumentException("a filter stands at " + state[i]);
      }
    }
  }
}
