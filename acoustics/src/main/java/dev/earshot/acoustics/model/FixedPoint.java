package dev.earshot.acoustics.model;

/**
 * Arithmetic on 32-bit integers that stand for fractions, as gemmlowp's {@code fixedpoint.h}
 * defines it and TensorFlow Lite's reference kernels use it. A number in Q4.27 is an integer times
 * 2^-27, one in Q0.31 an integer times 2^-31.
 */
final class FixedPoint {
  private static final int ONE_Q0 = Integer.MAX_VALUE;
  private static final int ONE_Q2 = 1 << 29;
  private static final int QUARTER_Q4 = 1 << 25;
  private static final int EIGHTH_Q0 = 1 << 28;

  private static final int EXP_OF_MINUS_EIGHTH_Q0 = 1_895_147_668;
  private static final int THIRD_Q0 = 715_827_883;

  /** exp(-2^i) in Q0.31, for i from -2, where a quarter begins, to 3. */
  private static final int[] EXP_OF_MINUS_POWERS_Q0 = {
    1_672_461_947, 1_302_514_674, 790_015_084, 290_630_308, 39_332_535, 720_401
  };

  // the line 48/17 - 32/17 d is nearest to 1/d between a half and 1: where Newton's method starts
  private static final int RECIPROCAL_OFFSET_Q2 = 1_515_870_810;
  private static final int RECIPROCAL_SLOPE_Q2 = -1_010_580_540;
  private static final int RECIPROCAL_STEPS = 3;

  private FixedPoint() {}

  /**
   * {@code a * b / 2^31}, rounded, half away from 0; the one result that does not fit is capped.
   */
  static int multiplyHigh(int a, int b) {
    if (a == Integer.MIN_VALUE && b == Integer.MIN_VALUE) {
      return Integer.MAX_VALUE;
    }
    long product = (long) a * b;
    long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
    return (int) ((product + nudge) / (1L << 31));
  }

  /** {@code x / 2^exponent}, rounded, half away from 0; exponent 0 to 31. */
  static int divideByPowerOf2(int x, int exponent) {
    long mask = (1L << exponent) - 1;
    long threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
  }

  /** {@code x * 2^exponent}, capped at the ends of 32 bits; exponent 1 to 30. */
  private static int timesPowerOf2(int x, int exponent) {
    long product = (long) x << exponent;
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, product));
  }

  /**
   * The logistic function.
   *
   * @param x in Q4.27
   * @return in Q0.31
   */
  static int logistic(int x) {
    if (x == 0) {
      return 1 << 30;
    }
    int positive = reciprocalOfOnePlus(expOfNegative(-Math.abs(x)));
    return x > 0 ? positive : ONE_Q0 - positive;
  }

  /**
   * exp(x): the part below a quarter by a polynomial, times exp(-2^i) for each other bit of x.
   *
   * @param x below 0, in Q4.27
   * @return in Q0.31
   */
  private static int expOfNegative(int x) {
    int withinQuarter = (x & (QUARTER_Q4 - 1)) - QUARTER_Q4;
    int result = expWithinQuarter(timesPowerOf2(withinQuarter, 4));
    int rest = withinQuarter - x;
    for (int i = 0; i < EXP_OF_MINUS_POWERS_Q0.length; i++) {
      if ((rest & (QUARTER_Q4 << i)) != 0) {
        result = multiplyHigh(result, EXP_OF_MINUS_POWERS_Q0[i]);
      }
    }
    return result;
  }

  /** exp(x) for x from -1/4 to 0, by the Taylor series around -1/8; all in Q0.31. */
  private static int expWithinQuarter(int x) {
    int y = x + EIGHTH_Q0;
    int y2 = multiplyHigh(y, y);
    int y3 = multiplyHigh(y2, y);
    int y4 = multiplyHigh(y2, y2);
    int higher = divideByPowerOf2(multiplyHigh(divideByPowerOf2(y4, 2) + y3, THIRD_Q0) + y2, 1);
    return EXP_OF_MINUS_EIGHTH_Q0 + multiplyHigh(EXP_OF_MINUS_EIGHTH_Q0, y + higher);
  }

  /** 1 / (1 + x) for x from 0 to 1 by Newton's method; all in Q0.31. */
  private static int reciprocalOfOnePlus(int x) {
    int halfDenominator = (int) (((long) x + ONE_Q0 + 1) / 2);
    int guessQ2 = RECIPROCAL_OFFSET_Q2 + multiplyHigh(halfDenominator, RECIPROCAL_SLOPE_Q2);
    for (int i = 0; i < RECIPROCAL_STEPS; i++) {
      int error = ONE_Q2 - multiplyHigh(halfDenominator, guessQ2);
      guessQ2 += timesPowerOf2(multiplyHigh(guessQ2, error), 2);
    }
    return timesPowerOf2(guessQ2, 1);
  }
}
