package dev.earshot.trainer.evaluation;

import dev.earshot.acoustics.frontend.FrontEndConfig;

/**
 * Where the windows of a sound lie in it.
 *
 * @param sampleRateHz samples a second
 * @param windowSamples of a window
 * @param strideSamples from one window to the next
 */
public record StreamTiming(int sampleRateHz, int windowSamples, int strideSamples) {
  private static final double SECONDS_AN_HOUR = 3_600;

  /** The timing of windows of so many columns, so many apart. */
  public static StreamTiming of(FrontEndConfig frontEnd, int windowColumns, int strideColumns) {
    return new StreamTiming(
        frontEnd.sampleRateHz(),
        frontEnd.samplesOf(windowColumns),
        strideColumns * frontEnd.hopSamples());
  }

  /** The sample at which the i-th window ends, from 0 on. */
  long endSample(int window) {
    return windowSamples + (long) window * strideSamples;
  }

  /** Hours of sound that so many windows in a row cover. */
  double hours(int windows) {
    return endSample(windows - 1) / (double) sampleRateHz / SECONDS_AN_HOUR;
  }
}
