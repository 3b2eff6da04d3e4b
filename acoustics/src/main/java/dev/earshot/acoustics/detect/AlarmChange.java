package dev.earshot.acoustics.detect;

import dev.earshot.acoustics.level.LevelReading;

/** A step in the life of an alarm: opened once, ongoing now and then, closed once. */
public sealed interface AlarmChange {
  /** What is known of the alarm at this step. */
  Snapshot snapshot();

  /**
   * An alarm at one moment.
   *
   * @param firstSample where it began in the session: names the alarm within it
   * @param revision 0 when opened, one more with every step
   * @param updatedSample end of the newest window that is in here
   * @param peakScore highest score of a window so far, 0 to 1
   * @param meanScore mean of the windows' scores so far, 0 to 1
   * @param level levels from {@code firstSample} to {@code updatedSample}
   * @param threshold the opening threshold in force
   */
  record Snapshot(
      long firstSample,
      int revision,
      long updatedSample,
      float peakScore,
      float meanScore,
      LevelReading level,
      float threshold) {}

  /** The decision to raise the alarm, at {@code snapshot.updatedSample()}. */
  record Opened(Snapshot snapshot) implements AlarmChange {}

  /** A report on an alarm that lasts. */
  record Ongoing(Snapshot snapshot) implements AlarmChange {}

  /**
   * The end.
   *
   * @param endSample where the sound is taken to have ended: where the score fell, or where the
   *     stream broke off
   */
  record Closed(Snapshot snapshot, long endSample, EndReason reason) implements AlarmChange {}
}
