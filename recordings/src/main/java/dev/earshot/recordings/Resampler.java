package dev.earshot.recordings;

/**
 * Changes a signal's sample rate: a linear-phase low-pass filter, evaluated only at the instants
 * that are wanted.
 *
 * <p>Output sample k is the convolution of the input with a Kaiser-windowed sinc at time k/toHz, so
 * the filter's delay is compensated: what happens at a time in the input happens at that time in
 * the output. Beyond its ends the input counts as silence. What lies up to {@value #PASSBAND} of
 * the lower of the two Nyquist frequencies passes (to 7.2 kHz when going down to 16 kHz), what lies
 * above that Nyquist frequency is held down by {@value #REJECTION_DB} dB by design.
 *
 * <p>The window's length and shape are from J. F. Kaiser's formulas (A. V. Oppenheim, R. W.
 * Schafer, "Discrete-Time Signal Processing", 3rd ed., section 7.5.3); evaluating it as one filter
 * a phase is section 4.7 there.
 *
 * <p>Immutable, so one instance serves many threads; making one costs some milliseconds, so keep it
 * for many signals.
 */
public final class Resampler {
  private static final double PASSBAND = 0.9;
  private static final double REJECTION_DB = 90;

  /**
   * Rates of a ratio that needs more phases share these, blended linearly: an error of about -105
   * dB.
   */
  private static final int MOST_PHASES = 1024;

  private final int fromHz;
  private final int toHz;
  private final int up;
  private final int down;
  private final int phases;
  private final int taps;

  /**
   * {@code phases + 1} filters of {@code taps} coefficients; the last is for blending. Empty when
   * the rates are equal.
   */
  private final float[][] filters;

  /**
   * @param fromHz the input's rate, positive
   * @param toHz the output's rate, positive
   */
  public Resampler(int fromHz, int toHz) {
    if (fromHz <= 0 || toHz <= 0) {
      throw new IllegalArgumentException(
          "rates are %d and %d Hz: not positive".formatted(fromHz, toHz));
    }
    int divisor = greatestCommonDivisor(fromHz, toHz);
    this.fromHz = fromHz;
    this.toHz = toHz;
    this.up = toHz / divisor;
    this.down = fromHz / divisor;
    this.phases = Math.min(up, MOST_PHASES);
    // frequencies in cycles an input sample
    double stop = 0.5 * Math.min(1, (double) toHz / fromHz);
    double width = stop * (1 - PASSBAND);
    int half = (int) Math.ceil((REJECTION_DB - 7.95) / (2.285 * 2 * Math.PI * width) / 2);
    this.taps = 2 * half;
    this.filters = fromHz == toHz ? new float[0][] : filters(phases, half, stop - width / 2);
  }

  /** One signal, once: {@code new Resampler(fromHz, toHz).resample(in)}. */
  public static float[] resample(float[] in, int fromHz, int toHz) {
    return new Resampler(fromHz, toHz).resample(in);
  }

  /**
   * @param in samples at the input's rate, read only
   * @return {@code round(in.length * toHz / fromHz)} samples at the output's rate, in an array of
   *     their own
   */
  public float[] resample(float[] in) {
    if (fromHz == toHz) {
      return in.clone();
    }
    float[] out = new float[Math.toIntExact(Math.round((double) in.length * toHz / fromHz))];
    int half = taps / 2;
    for (int k = 0; k < out.length; k++) {
      long position = (long) k * down;
      int first = (int) (position / up) - half + 1;
      long phase = position % up * phases;
      int filter = (int) (phase / up);
      float blend = (float) (phase % up) / up;
      float value = weighted(in, first, filters[filter]);
      if (blend != 0) {
        value += blend * (weighted(in, first, filters[filter + 1]) - value);
      }
      out[k] = value;
    }
    return out;
  }

  private static float weighted(float[] in, int first, float[] filter) {
    int from = Math.max(0, -first);
    int to = Math.min(filter.length, in.length - first);
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int j = from;
    // four independent sums: a single one would wait for each addition
    for (; j + 3 < to; j += 4) {
      a += in[first + j] * filter[j];
      b += in[first + j + 1] * filter[j + 1];
      c += in[first + j + 2] * filter[j + 2];
      d += in[first + j + 3] * filter[j + 3];
    }
    for (; j < to; j++) {
      a += in[first + j] * filter[j];
    }
    return a + b + (c + d);
  }

  /**
   * Filter p weights the input samples half-1 before to half after an instant that lies p/phases
   * after a sample.
   */
  private static float[][] filters(int phases, int half, double cutoff) {
    double beta = 0.1102 * (REJECTION_DB - 8.7);
    double atCentre = besselI0(beta);
    float[][] filters = new float[phases + 1][2 * half];
    double[] row = new double[2 * half];
    for (int p = 0; p <= phases; p++) {
      double sum = 0;
      for (int j = 0; j < row.length; j++) {
        double t = (double) p / phases - (j - half + 1);
        double r = t / half;
        double window = besselI0(beta * Math.sqrt(Math.max(0, 1 - r * r))) / atCentre;
        row[j] = window * sinc(2 * cutoff * t);
        sum += row[j];
      }
      // each phase passes a constant unchanged, so none of them modulates the others' output
      for (int j = 0; j < row.length; j++) {
        filters[p][j] = (float) (row[j] / sum);
      }
    }
    return filters;
  }

  // StrictMath: the same clip gives the same samples on every machine
  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  /** Modified Bessel function of the first kind and order zero, by its power series. */
  private static double besselI0(double x) {
    double sum = 1;
    double term = 1;
    double quarter = x * x / 4;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= quarter / ((double) k * k);
      sum += term;
    }
    return sum;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
