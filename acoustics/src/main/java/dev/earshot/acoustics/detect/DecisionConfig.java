package dev.earshot.acoustics.detect;

import static dev.earshot.acoustics.bounds.Bounds.within;

/**
 * When a row of scores becomes an alarm. Everything is a probability or seconds of sound, never a
 * count of windows, so another stride behaves the same.
 *
 * @param openThreshold smoothed score from which an alarm is pending, 0 to 1
 * @param closeThreshold smoothed score below which an open alarm comes to its end, 0 to {@code
 *     openThreshold}
 * @param immediateThreshold score of a single window that opens at once (a shot lasts 0.1 s),
 *     {@code openThreshold} to 1
 * @param smoothingSeconds time constant of the exponential smoothing; 0: none
 * @param forSeconds how long the smoothed score must stay above the opening threshold to open
 * @param keepFiringForSeconds how long it must stay below the closing threshold to close
 * @param longestDurationSeconds an alarm is closed when it has lasted that long (and may open
 *     anew), so that none is stuck; above 0
 * @param longestGapSeconds an open alarm outlives lost samples up to this long
 * @param ongoingEverySeconds how often an open alarm is reported on; 0.001 or more
 */
public record DecisionConfig(
    float openThreshold,
    float closeThreshold,
    float immediateThreshold,
    double smoothingSeconds,
    double forSeconds,
    double keepFiringForSeconds,
    double longestDurationSeconds,
    double longestGapSeconds,
    double ongoingEverySeconds) {

  private static final double SHORTEST_SECONDS = 1e-3;
  static final double LONGEST_SECONDS = 86_400;

  public DecisionConfig {
    within("open_threshold", openThreshold, 0, 1);
    within("close_threshold", closeThreshold, 0, openThreshold);
    within("immediate_threshold", immediateThreshold, openThreshold, 1);
    within("smoothing_seconds", smoothingSeconds, 0, LONGEST_SECONDS);
    within("for_seconds", forSeconds, 0, LONGEST_SECONDS);
    within("keep_firing_for_seconds", keepFiringForSeconds, 0, LONGEST_SECONDS);
    within("longest_duration_seconds", longestDurationSeconds, SHORTEST_SECONDS, LONGEST_SECONDS);
    within("longest_gap_seconds", longestGapSeconds, 0, LONGEST_SECONDS);
    within("ongoing_every_seconds", ongoingEverySeconds, SHORTEST_SECONDS, LONGEST_SECONDS);
  }

  /** The usual timing around a model's threshold. */
  public static DecisionConfig around(float threshold) {
    return new DecisionConfig(
        threshold, 0.7f * threshold, 1 - 0.1f * (1 - threshold), 0.3, 0.5, 1.5, 300, 2, 5);
  }

  /**
   * The same timing with other thresholds.
   *
   * @throws IllegalArgumentException where they are not in order within 0 and 1
   */
  public DecisionConfig withThresholds(float open, float close, float immediate) {
    return new DecisionConfig(
        open,
        close,
        immediate,
        smoothingSeconds,
        forSeconds,
        keepFiringForSeconds,
        longestDurationSeconds,
        longestGapSeconds,
        ongoingEverySeconds);
  }
}
