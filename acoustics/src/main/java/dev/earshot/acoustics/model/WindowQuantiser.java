package dev.earshot.acoustics.model;

/**
 * From a window of features to a model's int8 input, and from its int8 output to a score. Reuses
 * its array; not thread-safe.
 */
final class WindowQuantiser {
  private final Quantisation output;

  /** {@code int8 = round(x * slope[c] + intercept[c])}: standardisation and quantisation in one. */
  private final float[] slope;

  private final float[] intercept;
  private final byte[] quantised;

  WindowQuantiser(ModelFile file) {
    output = file.output();
    Normalisation normalisation = file.metadata().normalisation();
    slope = new float[normalisation.coefficients()];
    intercept = new float[slope.length];
    for (int c = 0; c < slope.length; c++) {
      slope[c] = 1 / (normalisation.standardDeviation(c) * file.input().scale());
      intercept[c] = file.input().zeroPoint() - normalisation.mean(c) * slope[c];
    }
    quantised = new byte[file.metadata().inputValues()];
  }

  /** The model's input for a window; overwritten by the next. */
  byte[] quantise(float[] window) {
    if (window.length != quantised.length) {
      throw new IllegalArgumentException(
          "a window of %d values for a model of %d".formatted(window.length, quantised.length));
    }
    for (int i = 0, c = 0; i < quantised.length; i++) {
      int rounded = Math.round(window[i] * slope[c] + intercept[c]);
      quantised[i] = (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, rounded));
      c = c + 1 == slope.length ? 0 : c + 1;
    }
    return quantised;
  }

  /** The score that the model's output stands for, capped at 0 and 1. */
  float score(byte result) {
    return Math.max(0, Math.min(1, output.real(result)));
  }
}
