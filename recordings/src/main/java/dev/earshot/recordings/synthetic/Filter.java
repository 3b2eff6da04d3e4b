package dev.earshot.recordings.synthetic;

import dev.earshot.recordings.Sound;

/**
 * A second-order filter at 16 kHz, by the formulas of R. Bristow-Johnson's "Cookbook formulae for
 * audio equalizer biquad filter coefficients" (W3C note, 2021). Holds the last samples' state: one
 * instance a signal.
 */
final class Filter {
  private double b0;
  private double b1;
  private double b2;
  private double a1;
  private double a2;
  private double s1;
  private double s2;

  private Filter() {}

  static Filter lowPass(double hz, double q) {
    Filter filter = new Filter();
    double w = omega(hz);
    double cos = StrictMath.cos(w);
    filter.set((1 - cos) / 2, 1 - cos, (1 - cos) / 2, cos, StrictMath.sin(w) / (2 * q));
    return filter;
  }

  /** Passes its centre with a gain of 1. */
  static Filter bandPass(double hz, double q) {
    Filter filter = new Filter();
    filter.tuneBandPass(hz, q);
    return filter;
  }

  /** Moves a band-pass filter's centre while it sounds. */
  void tuneBandPass(double hz, double q) {
    double w = omega(hz);
    double alpha = StrictMath.sin(w) / (2 * q);
    set(alpha, 0, -alpha, StrictMath.cos(w), alpha);
  }

  private static double omega(double hz) {
    return 2 * Math.PI * Math.min(hz, 0.49 * Sound.SAMPLE_RATE_HZ) / Sound.SAMPLE_RATE_HZ;
  }

  private void set(double n0, double n1, double n2, double cos, double alpha) {
    double a0 = 1 + alpha;
    b0 = n0 / a0;
    b1 = n1 / a0;
    b2 = n2 / a0;
    a1 = -2 * cos / a0;
    a2 = (1 - alpha) / a0;
  }

  double next(double x) {
    double y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    return y;
  }
}
