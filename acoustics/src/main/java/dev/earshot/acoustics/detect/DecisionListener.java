package dev.earshot.acoustics.detect;

/**
 * Takes what a {@link Detector} decides, and what it made of the time in which it decided nothing.
 */
@FunctionalInterface
public interface DecisionListener {
  /** An alarm took a step. */
  void alarm(AlarmChange change);

  /**
   * A stretch of time has ended; they come in the order of the stream and do not overlap. The alarm
   * that it led to, or that was open in it, is open now.
   */
  default void stretch(Stretch stretch) {}
}
