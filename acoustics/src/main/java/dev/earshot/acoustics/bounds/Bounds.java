package dev.earshot.acoustics.bounds;

import java.math.BigDecimal;

/** Checks of settings, with messages that a user can act on. */
public final class Bounds {
  private Bounds() {}

  /**
   * Checks that a setting lies within its bounds.
   *
   * @param name as the user sets it
   * @throws IllegalArgumentException saying name, value and bounds
   */
  public static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s, needs to be %s to %s".formatted(name, said(value), said(least), said(most)));
    }
  }

  /** Whole numbers as such, others as short as a float says them. */
  private static String said(double value) {
    return value == Math.rint(value) && Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Float.toString((float) value);
  }
}
