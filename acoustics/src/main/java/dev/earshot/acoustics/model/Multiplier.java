package dev.earshot.acoustics.model;

/**
 * A factor as kernels of integers have it, {@code value * 2^(shift - 31)}: {@code
 * QuantizeMultiplier} of TensorFlow Lite (kernels/internal/quantization_util.cc).
 *
 * @param value in Q0.31, in [2^30, 2^31), or 0
 * @param shift a power of two, above 0 to the left
 */
record Multiplier(int value, int shift) {
  private static final int FRACTION_BITS = 31;

  /**
   * The nearest to a factor.
   *
   * @param factor above 0
   */
  static Multiplier of(double factor) {
    int shift = Math.getExponent(factor) + 1;
    long value = Math.round(Math.scalb(factor, FRACTION_BITS - shift));
    if (value == 1L << FRACTION_BITS) {
      value /= 2;
      shift++;
    }
    // what a shift to the right by more than 31 leaves is 0
    return shift < -FRACTION_BITS ? new Multiplier(0, 0) : new Multiplier((int) value, shift);
  }
}
