package dev.earshot.trainer.features;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import java.util.Arrays;

/**
 * The front-end's columns of one sound, at least as many as a window has. A sound that is shorter
 * than a window is played again and again from its start until it fills one: silence after it would
 * be a sound of its own, one that no street makes.
 *
 * @param values {@code [columns * coefficients]}, the oldest column first, as the front-end gives
 *     them; not copied, not to be changed
 * @param repeated whether the sound was shorter than a window
 */
public record Columns(float[] values, int coefficients, boolean repeated) {

  /**
   * The columns of a sound.
   *
   * @param stream of the wanted front-end; reset before use, so one serves for many sounds
   * @param samples at the front-end's rate; at least one
   * @param windowColumns columns of a window
   */
  public static Columns of(MfccStream stream, float[] samples, int windowColumns) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a sound without samples has no columns");
    }
    FrontEndConfig config = stream.config();
    int windowSamples = config.samplesOf(windowColumns);
    boolean repeated = samples.length < windowSamples;
    float[] sound = repeated ? repeat(samples, windowSamples) : samples;
    int coefficients = config.coefficients();
    float[] values = new float[config.columnsIn(sound.length) * coefficients];
    int[] filled = {0};
    stream.reset();
    stream.push(
        sound,
        0,
        sound.length,
        (column, endSample) -> {
          System.arraycopy(column, 0, values, filled[0], coefficients);
          filled[0] += coefficients;
        });
    return new Columns(values, coefficients, repeated);
  }

  private static float[] repeat(float[] samples, int length) {
    float[] repeated = new float[length];
    for (int from = 0; from < length; from += samples.length) {
      System.arraycopy(samples, 0, repeated, from, Math.min(samples.length, length - from));
    }
    return repeated;
  }

  /** How many columns there are. */
  public int count() {
    return values.length / coefficients;
  }

  /** How many windows begin every {@code strideColumns} and end within the sound. */
  public int windows(int windowColumns, int strideColumns) {
    return (count() - windowColumns) / strideColumns + 1;
  }

  /** A window in a new array: {@code windowColumns} columns from {@code firstColumn} on. */
  public float[] window(int firstColumn, int windowColumns) {
    int from = firstColumn * coefficients;
    return Arrays.copyOfRange(values, from, from + windowColumns * coefficients);
  }
}
