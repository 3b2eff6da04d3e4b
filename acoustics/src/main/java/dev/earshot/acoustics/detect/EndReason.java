package dev.earshot.acoustics.detect;

/** Why an alarm was closed. */
public enum EndReason {
  /** The smoothed score stayed below the closing threshold for long enough. */
  SCORE_FELL,
  /** It had lasted as long as an alarm may. */
  LONGEST_DURATION,
  /** The node was not heard for too long. */
  NODE_SILENT,
  /** The node started a new session. */
  NODE_RESTARTED,
  /** More samples were lost than an alarm outlives. */
  SAMPLES_LOST,
  /** The node changed the format of its samples. */
  FORMAT_CHANGED,
  /** Another model took over. */
  MODEL_CHANGED
}
