package dev.earshot.acoustics.detect;

import java.util.Locale;

/**
 * A time in which the alarm of a node stood in one phase, and why it went no further: what the
 * decision saw, held against what it would have needed. Made by the {@link Detector} as it decides.
 *
 * @param phase {@code QUIET}, {@code PENDING} or {@code OPEN}, which closing is part of
 * @param firstSample index in the session of the first sample
 * @param endSample behind the last sample, not before {@code firstSample}
 * @param peakScore highest score of a window, 0 to 1
 * @param peakSmoothed highest smoothed score, 0 to 1
 * @param needed the thresholds and times in force
 * @param outcome what it led to
 */
public record Stretch(
    AlarmState phase,
    long firstSample,
    long endSample,
    float peakScore,
    float peakSmoothed,
    Needed needed,
    Outcome outcome) {

  /** No quiet stretch is longer, seconds of sound, so that a moment is told from its neighbours. */
  public static final double QUIET_SECONDS_MAX = 60;

  private static final int SCORE_DIGITS_MAX = 5;

  /**
   * What it takes to open an alarm, and to keep it open.
   *
   * @param openThreshold smoothed score from which an alarm is pending, 0 to 1
   * @param closeThreshold smoothed score below which an open one comes to its end, 0 to 1
   * @param immediateThreshold score of a single window that opens at once, 0 to 1
   * @param forSeconds how long the smoothed score must stay above the opening threshold
   */
  public record Needed(
      float openThreshold, float closeThreshold, float immediateThreshold, double forSeconds) {
    static Needed by(DecisionConfig config) {
      return new Needed(
          config.openThreshold(),
          config.closeThreshold(),
          config.immediateThreshold(),
          config.forSeconds());
    }
  }

  /** A phase's number, for what is kept: the order of constants means nothing. Above 0. */
  public static byte code(AlarmState phase) {
    return switch (phase) {
      case QUIET -> 1;
      case PENDING -> 2;
      case OPEN, CLOSING -> 3;
    };
  }

  /**
   * The phase with this number.
   *
   * @throws IllegalArgumentException where none has it
   */
  public static AlarmState phase(byte code) {
    return switch (code) {
      case 1 -> AlarmState.QUIET;
      case 2 -> AlarmState.PENDING;
      case 3 -> AlarmState.OPEN;
      default -> throw new IllegalArgumentException("no phase has the code " + code);
    };
  }

  /** The same, ended by something else. */
  public Stretch endedBy(Outcome other) {
    return new Stretch(phase, firstSample, endSample, peakScore, peakSmoothed, needed, other);
  }

  /** How long it was, seconds of sound. */
  public double seconds(int sampleRateHz) {
    return (double) (endSample - firstSample) / sampleRateHz;
  }

  /**
   * Whether an alarm nearly came of it: one was pending and fell back or was broken off, or a
   * single window got to the opening threshold and the smoothed score did not follow; or one would
   * have opened, were alarms not off.
   */
  public boolean isNearMiss() {
    return switch (outcome) {
      case GOES_ON, FELL_BEFORE_LONG_ENOUGH, SAMPLES_LOST -> isNear();
      case NODE_SILENT, NODE_RESTARTED, FORMAT_CHANGED, MODEL_CHANGED -> isNear();
      case ALARMS_OFF -> true;
      case ROSE, OPENED_AFTER_FOR, OPENED_AT_ONCE, THRESHOLDS_CHANGED -> false;
      case SCORE_FELL, LONGEST_DURATION -> false;
    };
  }

  private boolean isNear() {
    return switch (phase) {
      case PENDING -> outcome != Outcome.GOES_ON;
      case QUIET -> peakScore >= needed.openThreshold;
      case OPEN, CLOSING -> false;
    };
  }

  /** It in one sentence, for people. */
  public String inWords(int sampleRateHz) {
    double seconds = seconds(sampleRateHz);
    return switch (phase) {
      case QUIET -> quiet();
      case PENDING -> pending(seconds);
      case OPEN, CLOSING -> open(seconds);
    };
  }

  private String quiet() {
    if (outcome == Outcome.ALARMS_OFF) {
      return text("no alarm: %s", atOnce()) + then();
    }
    String facts =
        isNearMiss()
            ? text(
                "near miss: a single score of %s, highest smoothed score %s, needs %s for %.1f s or a score of %s",
                score(peakScore, needed.immediateThreshold),
                smoothed(),
                toOpen(),
                needed.forSeconds,
                score(needed.immediateThreshold, peakScore))
            : text("highest smoothed score %s, needs %s", smoothed(), toOpen());
    return switch (outcome) {
      case OPENED_AT_ONCE -> text("until an alarm opened at once: %s", atOnce());
      case OPENED_AFTER_FOR ->
          text("until an alarm opened: smoothed score %s, needs %s", smoothed(), toOpen());
      default -> facts + then();
    };
  }

  private String pending(double seconds) {
    String facts =
        text(
            format("%s for %SECS s, needs %SECS s above %s", seconds, needed.forSeconds),
            smoothed(),
            seconds,
            needed.forSeconds,
            toOpen());
    return switch (outcome) {
      case OPENED_AFTER_FOR -> "opened: " + facts;
      case OPENED_AT_ONCE -> text("opened at once: %s", atOnce());
      case ALARMS_OFF -> "no alarm: " + facts + then();
      default -> (isNearMiss() ? "near miss: " : "pending: ") + facts + then();
    };
  }

  private String atOnce() {
    return text(
        "a score of %s, needs %s",
        score(peakScore, needed.immediateThreshold), score(needed.immediateThreshold, peakScore));
  }

  private String smoothed() {
    return score(peakSmoothed, needed.openThreshold);
  }

  private String toOpen() {
    return score(needed.openThreshold, peakSmoothed);
  }

  private String open(double seconds) {
    String facts = text("open for %.1f s, highest score %.2f", seconds, peakScore);
    return outcome == Outcome.GOES_ON || outcome == Outcome.THRESHOLDS_CHANGED
        ? facts + then()
        : facts + "; closed" + then().replaceFirst(";", ":");
  }

  private String then() {
    return switch (outcome) {
      case GOES_ON, ROSE, FELL_BEFORE_LONG_ENOUGH, OPENED_AFTER_FOR, OPENED_AT_ONCE -> "";
      case THRESHOLDS_CHANGED -> "; then other thresholds came into force";
      case SAMPLES_LOST -> "; samples lost";
      case SCORE_FELL -> text("; smoothed score below %.2f", needed.closeThreshold);
      case LONGEST_DURATION -> "; as long as an alarm may last";
      case NODE_SILENT -> "; node silent";
      case NODE_RESTARTED -> "; node restarted";
      case FORMAT_CHANGED -> "; format changed";
      case MODEL_CHANGED -> "; another model took over";
      case ALARMS_OFF -> "; alarms are off at this node";
    };
  }

  /** To a hundredth; finer where it would look like the one that it is held against, and is not. */
  private static String score(float score, float against) {
    String format = "%.2f";
    for (int digits = 3; digits <= SCORE_DIGITS_MAX && score != against; digits++) {
      if (!text(format, score).equals(text(format, against))) {
        break;
      }
      format = "%." + digits + "f";
    }
    return text(format, score);
  }

  /** Seconds to a tenth; finer where two would look the same that are not. */
  private static String format(String pattern, double seconds, double needed) {
    boolean alike = text("%.1f", seconds).equals(text("%.1f", needed)) && seconds != needed;
    return pattern.replace("%SECS", alike ? "%.2f" : "%.1f");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
