package dev.earshot.trainer.network;

/**
 * A dense layer: {@code output = weights * input + bias}, negative outputs set to zero where {@code
 * relu}. Immutable by convention: the arrays are not copied and must not be changed.
 *
 * @param weights {@code [outputs][inputs]}, row by row
 * @param bias {@code [outputs]}
 */
public record Dense(float[] weights, float[] bias, boolean relu) {
  /** Checks that weights and bias fit each other. */
  public Dense {
    if (bias.length == 0 || weights.length == 0 || weights.length % bias.length != 0) {
      throw new IllegalArgumentException(
          weights.length + " weights do not fit " + bias.length + " outputs");
    }
  }

  /** How many values go in. */
  public int inputs() {
    return weights.length / bias.length;
  }

  /** How many values come out. */
  public int outputs() {
    return bias.length;
  }

  /** How many numbers were learned. */
  public int parameters() {
    return weights.length + bias.length;
  }

  /**
   * The layer whose outputs are those of this one times a factor.
   *
   * @param factor above 0, so that {@code relu} lets the same through
   */
  Dense times(double factor) {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("factor is " + factor + ", must be above 0");
    }
    return new Dense(times(weights, factor), times(bias, factor), relu);
  }

  private static float[] times(float[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (factor * values[i]);
    }
    return scaled;
  }

  /** The layer's outputs for one input, in a new array. */
  public float[] apply(float[] input) {
    if (input.length != inputs()) {
      throw new IllegalArgumentException(input.length + " values for " + inputs() + " inputs");
    }
    float[] output = new float[outputs()];
    for (int o = 0; o < output.length; o++) {
      float sum = bias[o];
      int row = o * input.length;
      for (int i = 0; i < input.length; i++) {
        sum += weights[row + i] * input[i];
      }
      output[o] = relu ? Math.max(0, sum) : sum;
    }
    return output;
  }
}
