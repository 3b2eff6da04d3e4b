package dev.earshot.trainer.network;

/**
 * Batch normalisation over the frames of a window, as learned: each of its columns is shifted and
 * scaled as a whole, {@code y = gamma * (x - mean) / sqrt(variance + epsilon) + beta} (Ioffe and
 * Szegedy 2015). Once trained that is a linear function, and so can be folded into the dense layer
 * after it: nothing is left to compute on the device.
 *
 * @param gamma one value a column, as are {@code beta}, {@code mean} and {@code variance}
 */
public record FrameNormalisation(
    float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon) {

  /** How many columns a window has. */
  public int columns() {
    return gamma.length;
  }

  /** How many numbers were learned, running statistics included, as Keras counts. */
  public int parameters() {
    return 4 * gamma.length;
  }

  /**
   * The layer that does to a window what this normalisation and then {@code next} would do.
   *
   * @param next takes windows of {@link #columns()} columns, one after the other
   */
  public Dense foldedInto(Dense next) {
    if (next.inputs() % columns() != 0) {
      throw new IllegalArgumentException(
          next.inputs() + " inputs are no whole number of " + columns() + " columns");
    }
    int coefficients = next.inputs() / columns();
    float[] weights = new float[next.weights().length];
    float[] bias = new float[next.outputs()];
    for (int o = 0; o < bias.length; o++) {
      double shifted = next.bias()[o];
      for (int column = 0; column < columns(); column++) {
        double scale = gamma[column] / Math.sqrt((double) variance[column] + epsilon);
        double offset = beta[column] - mean[column] * scale;
        for (int c = 0; c < coefficients; c++) {
          int i = o * next.inputs() + column * coefficients + c;
          weights[i] = (float) (next.weights()[i] * scale);
          shifted += next.weights()[i] * offset;
        }
      }
      bias[o] = (float) shifted;
    }
    return new Dense(weights, bias, next.relu());
  }
}
