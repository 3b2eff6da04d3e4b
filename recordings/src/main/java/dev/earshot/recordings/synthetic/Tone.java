package dev.earshot.recordings.synthetic;

import dev.earshot.recordings.Sound;

/**
 * A harmonic tone of a pitch that may glide: the sum of {@code weights[n] * sin((n + 1) * phase)}.
 *
 * <p>One rotation a sample gives the fundamental, its powers the harmonics; no sine is computed but
 * when the pitch changes. Harmonics beyond 7.6 kHz are left out, so nothing aliases.
 */
final class Tone {
  private static final double HIGHEST_HZ = 7_600;

  private final double[] weights;
  private double re = 1;
  private double im;
  private double turnRe = 1;
  private double turnIm;
  private double hz;
  private int audible;
  private int sinceNormalised;

  Tone(double... weights) {
    this.weights = weights.clone();
  }

  /** Weights {@code 1/n^slope} of so many harmonics. */
  static double[] falling(int harmonics, double slope) {
    double[] weights = new double[harmonics];
    for (int n = 0; n < harmonics; n++) {
      weights[n] = StrictMath.pow(n + 1, -slope);
    }
    return weights;
  }

  /** Sets the pitch from the next sample on; cheap when it is the one it has. */
  void tune(double newHz) {
    if (newHz == hz) {
      return;
    }
    hz = newHz;
    double w = 2 * Math.PI * hz / Sound.SAMPLE_RATE_HZ;
    turnRe = StrictMath.cos(w);
    turnIm = StrictMath.sin(w);
    audible = (int) Math.min(weights.length, HIGHEST_HZ / hz);
  }

  double next() {
    double r = re * turnRe - im * turnIm;
    im = re * turnIm + im * turnRe;
    re = r;
    if (++sinceNormalised == 256) {
      sinceNormalised = 0;
      // one Newton step keeps the rotation's length at 1
      double correction = 1.5 - 0.5 * (re * re + im * im);
      re *= correction;
      im *= correction;
    }
    double sum = 0;
    double powerRe = 1;
    double powerIm = 0;
    for (int n = 0; n < audible; n++) {
      double p = powerRe * re - powerIm * im;
      powerIm = powerRe * im + powerIm * re;
      powerRe = p;
      sum += weights[n] * powerIm;
    }
    return sum;
  }
}
