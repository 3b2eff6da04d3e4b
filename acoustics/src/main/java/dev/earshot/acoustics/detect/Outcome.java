package dev.earshot.acoustics.detect;

/** What a {@link Stretch} led to. */
public enum Outcome {
  /** The same goes on in the next stretch, or has not ended yet. */
  GOES_ON(0),
  /** The smoothed score got to the opening threshold: the next stretch is pending. */
  ROSE(1),
  /**
   * The smoothed score fell below the opening threshold before it had been above for long enough.
   */
  FELL_BEFORE_LONG_ENOUGH(2),
  /** An alarm opened: the smoothed score had stayed above for long enough. */
  OPENED_AFTER_FOR(3),
  /** An alarm opened: a single window's score was that high. */
  OPENED_AT_ONCE(4),
  /** The node decides by other thresholds from here on. */
  THRESHOLDS_CHANGED(5),
  /** Samples are missing from here on. */
  SAMPLES_LOST(6),
  /** The smoothed score stayed below the closing threshold for long enough. */
  SCORE_FELL(7),
  /** The alarm had lasted as long as one may. */
  LONGEST_DURATION(8),
  /** The node was not heard for too long. */
  NODE_SILENT(9),
  /** The node started a new session. */
  NODE_RESTARTED(10),
  /** The node changed the format of its samples. */
  FORMAT_CHANGED(11),
  /** Another model took over. */
  MODEL_CHANGED(12),
  /** An alarm would have opened, were alarms not off. */
  ALARMS_OFF(13);

  private final byte code;

  Outcome(int code) {
    this.code = (byte) code;
  }

  /** A number of its own, for what is kept: the order of constants means nothing. */
  public byte code() {
    return code;
  }

  /**
   * The outcome with this code.
   *
   * @throws IllegalArgumentException where none has it
   */
  public static Outcome of(byte code) {
    for (Outcome outcome : values()) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("no outcome has the code " + code);
  }

  static Outcome of(EndReason reason) {
    return switch (reason) {
      case SCORE_FELL -> SCORE_FELL;
      case LONGEST_DURATION -> LONGEST_DURATION;
      case NODE_SILENT -> NODE_SILENT;
      case NODE_RESTARTED -> NODE_RESTARTED;
      case SAMPLES_LOST -> SAMPLES_LOST;
      case FORMAT_CHANGED -> FORMAT_CHANGED;
      case MODEL_CHANGED -> MODEL_CHANGED;
    };
  }

  /** Whether an alarm came of it. */
  public boolean opened() {
    return this == OPENED_AFTER_FOR || this == OPENED_AT_ONCE;
  }
}
