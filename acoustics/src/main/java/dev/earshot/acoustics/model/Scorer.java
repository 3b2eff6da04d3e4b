package dev.earshot.acoustics.model;

/** Gives a window its probability of an anomaly. */
public interface Scorer extends AutoCloseable {
  /**
   * Scores one window.
   *
   * @param window {@code [windowColumns * coefficients]}, the oldest column first, coefficients as
   *     the front-end gives them (not standardised); left as it is
   * @return 0 to 1
   */
  float score(float[] window);

  /** Frees what the scorer holds; it can't score afterwards. */
  @Override
  void close();
}
