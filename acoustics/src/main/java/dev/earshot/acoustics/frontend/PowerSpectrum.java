package dev.earshot.acoustics.frontend;

import be.tarsos.dsp.util.fft.FloatFFT;

/**
 * The one-sided power spectrum of a real frame of even length, by TarsosDSP's FFT.
 *
 * <p>TarsosDSP transforms powers of two in place, other lengths (the paper's 640) by way of a new
 * array each time. So a frame of {@code n = p m} samples, m a power of two and p odd, is taken
 * apart into p interleaved frames, each is transformed in place, and one step of decimation in time
 * (Cooley and Tukey, 1965) puts them together:
 *
 * <pre>{@code X[k] = sum over r < p of exp(-2 pi i r k / n) F_r[k mod m]}</pre>
 *
 * <p>As F_r is the transform of real samples, {@code F_r[m - j]} is the conjugate of {@code
 * F_r[j]}. The bins are therefore worked on in runs of m/2: an even run counts up from a multiple
 * of m, an odd one down to the next, and all of them use {@code F_r[j]}, j from 0 to m/2. With one
 * index for all arrays the compiler makes vector instructions of the loops.
 *
 * <p>Allocates nothing after construction. Not thread-safe.
 */
final class PowerSpectrum {
  private final int parts;
  private final int half;
  private final FloatFFT fft;
  private final float[] part;

  /** The transform of one part, {@code [m / 2 + 1]}. */
  private final float[] partRe;

  private final float[] partIm;

  /** The twiddle factors, {@code [runs][parts][m / 2 + 1]}. */
  private final float[][][] cos;

  private final float[][][] sin;

  /** The transform of the frame, {@code [runs][m / 2 + 1]}. */
  private final float[][] re;

  private final float[][] im;

  /**
   * @param samples of a frame, even
   */
  PowerSpectrum(int samples) {
    int partSamples = Integer.lowestOneBit(samples);
    parts = samples / partSamples;
    half = partSamples / 2;
    fft = new FloatFFT(partSamples);
    part = new float[partSamples];
    partRe = new float[half + 1];
    partIm = new float[half + 1];
    cos = new float[parts][parts][half + 1];
    sin = new float[parts][parts][half + 1];
    re = new float[parts][half + 1];
    im = new float[parts][half + 1];
    for (int run = 0; run < parts; run++) {
      for (int r = 0; r < parts; r++) {
        for (int j = 0; j <= half; j++) {
          double angle = -2 * Math.PI * ((long) r * bin(run, j) % samples) / samples;
          cos[run][r][j] = (float) StrictMath.cos(angle);
          sin[run][r][j] = (float) StrictMath.sin(angle);
        }
      }
    }
  }

  /** The bin that F[j] belongs to in a run; there are as many runs of m/2 as parts. */
  private int bin(int run, int j) {
    return isConjugate(run) ? (run + 1) * half - j : run * half + j;
  }

  private static boolean isConjugate(int run) {
    return run % 2 == 1;
  }

  /**
   * Transforms a frame.
   *
   * @param frame {@code [samples]}, left as it is
   * @param power {@code [samples / 2 + 1]}, overwritten
   */
  void of(float[] frame, float[] power) {
    for (int r = 0; r < parts; r++) {
      transform(frame, r);
      for (int run = 0; run < parts; run++) {
        float sign = isConjugate(run) ? -1 : 1;
        if (r == 0) {
          begin(partRe, partIm, sign, re[run], im[run]);
        } else {
          add(partRe, partIm, sign, cos[run][r], sin[run][r], re[run], im[run]);
        }
      }
    }
    for (int run = 0; run < parts; run++) {
      int step = isConjugate(run) ? -1 : 1;
      square(re[run], im[run], power, bin(run, 0), step);
    }
  }

  private void transform(float[] frame, int r) {
    for (int i = 0, from = r; i < part.length; i++, from += parts) {
      part[i] = frame[from];
    }
    fft.realForward(part);
    // packed as Re[0], Re[m/2], then Re, Im of 1 to m/2 - 1
    partRe[0] = part[0];
    partRe[half] = part[1];
    for (int j = 1; j < half; j++) {
      partRe[j] = part[2 * j];
      partIm[j] = part[2 * j + 1];
    }
  }

  private static void begin(float[] fRe, float[] fIm, float sign, float[] re, float[] im) {
    for (int j = 0; j < re.length; j++) {
      re[j] = fRe[j];
      im[j] = sign * fIm[j];
    }
  }

  private static void add(
      float[] fRe, float[] fIm, float sign, float[] cos, float[] sin, float[] re, float[] im) {
    for (int j = 0; j < re.length; j++) {
      float conjugated = sign * fIm[j];
      re[j] += cos[j] * fRe[j] - sin[j] * conjugated;
      im[j] += cos[j] * conjugated + sin[j] * fRe[j];
    }
  }

  private static void square(float[] re, float[] im, float[] power, int from, int step) {
    for (int j = 0, bin = from; j < re.length; j++, bin += step) {
      power[bin] = re[j] * re[j] + im[j] * im[j];
    }
  }
}
