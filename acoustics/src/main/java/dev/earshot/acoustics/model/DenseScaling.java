package dev.earshot.acoustics.model;

/**
 * What the sums of a fully connected layer are multiplied by, one factor an output: {@code
 * inputScale * weightScale / outputScale}, each as a multiplier in Q0.31 and a power of two, as
 * {@code QuantizeMultiplier} of TensorFlow Lite (kernels/internal/quantization_util.cc) has it.
 *
 * @param multipliers in [2^30, 2^31), or 0
 * @param shifts powers of two, above 0 to the left
 * @param greatest the greatest factor
 */
record DenseScaling(int[] multipliers, int[] shifts, double greatest) {
  private static final int FRACTION_BITS = 31;

  static DenseScaling of(Graph.Tensor input, Graph.Tensor weights, Graph.Tensor output) {
    int units = weights.shape()[0];
    int[] multipliers = new int[units];
    int[] shifts = new int[units];
    double greatest = 0;
    for (int unit = 0; unit < units; unit++) {
      double factor = factor(input, weights, output, unit);
      greatest = Math.max(greatest, factor);
      int shift = Math.getExponent(factor) + 1;
      long fraction = Math.round(Math.scalb(factor, FRACTION_BITS - shift));
      if (fraction == 1L << FRACTION_BITS) {
        fraction /= 2;
        shift++;
      }
      // what a shift to the right by more than 31 leaves is 0
      boolean vanishes = shift < -FRACTION_BITS;
      multipliers[unit] = vanishes ? 0 : (int) fraction;
      shifts[unit] = vanishes ? 0 : shift;
    }
    return new DenseScaling(multipliers, shifts, greatest);
  }

  /** With one scale for all weights the product is rounded to a float, with several it is not. */
  private static double factor(
      Graph.Tensor input, Graph.Tensor weights, Graph.Tensor output, int unit) {
    float inputScale = input.scales()[0];
    double product =
        weights.scales().length == 1
            ? inputScale * weights.scales()[0]
            : (double) inputScale * weights.scales()[unit];
    return product / output.scales()[0];
  }
}
