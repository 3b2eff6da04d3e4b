package dev.earshot.acoustics.detect;

/** Where an alarm stands; {@link Detector} draws how it moves. */
public enum AlarmState {
  /** Nothing to hear. */
  QUIET,
  /** The smoothed score is above the opening threshold, not yet for long enough. */
  PENDING,
  /** An alarm is open. */
  OPEN,
  /** Open, and the smoothed score is below the closing threshold, not yet for long enough. */
  CLOSING;

  /** Whether an alarm has been opened and not been closed. */
  public boolean isOpen() {
    return this == OPEN || this == CLOSING;
  }
}
