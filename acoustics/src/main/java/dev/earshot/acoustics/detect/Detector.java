package dev.earshot.acoustics.detect;

import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.acoustics.level.LevelSum;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns one node's row of scores into alarms: smoothing, two thresholds, and how long a score has
 * to stay beyond them. The terms {@code for} and {@code keep_firing_for} are Prometheus'.
 *
 * <pre>
 *            smoothed >= open              smoothed >= open for `for`
 *   QUIET ---------------------> PENDING ----------------------------> OPEN <----------+
 *     ^  <---------------------                                        |  |            |
 *     |      smoothed < open                          smoothed < close |  | ended      | smoothed
 *     |                                                                v  | from       | >= close
 *     +---------------------------------------------------------- CLOSING | outside    |
 *     |        smoothed < close for `keep_firing_for`                  |  |            |
 *     |                                                                +--|------------+
 *     +-------------------------------------------------------------------+
 *        longest duration, node silent or restarted, samples lost, ...
 *
 *   QUIET or PENDING to OPEN at once: a single window's score >= immediate
 * </pre>
 *
 * <p>Where alarms are off none opens: what would have opened stays pending for as long as it would
 * have been above the opening threshold, or as an alarm may last.
 *
 * <p>Knows time only as samples of the node's session. Not thread-safe.
 */
public final class Detector {
  /** More than the windows, or the reports, of the longest alarm. */
  private static final int MOST_STEPS = 1 << 30;

  private final int sampleRateHz;
  private final int strideSamples;
  private DecisionConfig config;
  private boolean alarmsOff;

  private AlarmState state = AlarmState.QUIET;
  private boolean heardBefore;
  private long lastEndSample;
  private float smoothedScore;

  /** Of the pending or open alarm. */
  private long firstSample;

  private int revision;
  private float peakScore;
  private double scoreSum;
  private int windows;
  private long fellAtSample;
  private long reportedSample;

  private final Trace trace;

  /**
   * @param sampleRateHz samples a second
   * @param strideSamples samples from one window to the next: what a window hears anew
   */
  public Detector(int sampleRateHz, int strideSamples, DecisionConfig config) {
    this.sampleRateHz = sampleRateHz;
    this.strideSamples = strideSamples;
    this.config = config;
    this.trace = new Trace(sampleRateHz, strideSamples);
  }

  /** Starts anew, without a past, deciding by {@code config}. */
  public void begin(DecisionConfig config) {
    decideBy(config);
    state = AlarmState.QUIET;
    heardBefore = false;
    lastEndSample = 0;
    smoothedScore = 0;
    firstSample = 0;
    revision = 0;
    peakScore = 0;
    scoreSum = 0;
    windows = 0;
    fellAtSample = 0;
    reportedSample = 0;
    trace.clear();
  }

  /** Decides by other parameters from the next window on. */
  public void decideBy(DecisionConfig config) {
    this.config = config;
  }

  /** Opens no alarm from the next window on, or does again; one that is open goes on to its end. */
  public void turnAlarmsOff(boolean off) {
    this.alarmsOff = off;
  }

  /** Where the alarm stands. */
  public AlarmState state() {
    return state;
  }

  /** The score as the decision sees it, 0 to 1. */
  public float smoothedScore() {
    return smoothedScore;
  }

  /** For how long an alarm has been pending, samples; 0 while none is. */
  public long pendingSamples() {
    return state == AlarmState.PENDING ? lastEndSample - firstSample : 0;
  }

  /** What the decision has seen since the last stretch ended; empty before the next window. */
  public Optional<Stretch> stretchSoFar() {
    return trace.soFar();
  }

  /** Names the open alarm; empty while none is. */
  public OptionalLong alarmFirstSample() {
    return state.isOpen() ? OptionalLong.of(firstSample) : OptionalLong.empty();
  }

  /**
   * Takes the score of the next window.
   *
   * @param endSample the window's end in the session, beyond the one before
   * @param score 0 to 1
   * @param level levels since the alarm's first sample, or of the newest stride while it is quiet
   * @param listener gets the step of the alarm, if it takes one, and the stretch that ends, if one
   *     does
   */
  public void observe(long endSample, float score, LevelSum level, DecisionListener listener) {
    smooth(endSample, score);
    if (state == AlarmState.QUIET) {
      beginPending(endSample);
    }
    peakScore = Math.max(peakScore, score);
    scoreSum += score;
    windows++;
    if (state.isOpen()) {
      trace.window(AlarmState.OPEN, endSample, score, smoothedScore, config, listener);
      goOn(endSample, level, listener);
    } else {
      consider(endSample, score, level, listener);
    }
  }

  private void smooth(long endSample, float score) {
    if (!heardBefore || config.smoothingSeconds() == 0) {
      smoothedScore = score;
    } else {
      double kept = StrictMath.exp(-seconds(endSample - lastEndSample) / config.smoothingSeconds());
      smoothedScore = (float) (score + kept * (smoothedScore - score));
    }
    heardBefore = true;
    lastEndSample = endSample;
  }

  private void beginPending(long endSample) {
    firstSample = endSample - strideSamples;
    revision = 0;
    peakScore = 0;
    scoreSum = 0;
    windows = 0;
  }

  private void consider(long endSample, float score, LevelSum level, DecisionListener listener) {
    boolean above = smoothedScore >= config.openThreshold();
    boolean afterFor = above && isLongEnough(endSample);
    if (!afterFor && score < config.immediateThreshold()) {
      move(above, unlessOff(Outcome.FELL_BEFORE_LONG_ENOUGH, endSample - strideSamples), listener);
      trace.window(state, endSample, score, smoothedScore, config, listener);
    } else if (alarmsOff) {
      keepFromOpening(endSample, score, above, listener);
    } else {
      trace.window(state, endSample, score, smoothedScore, config, listener);
      state = AlarmState.OPEN;
      trace.end(afterFor ? Outcome.OPENED_AFTER_FOR : Outcome.OPENED_AT_ONCE, listener);
      trace.begin(AlarmState.OPEN, endSample, config);
      trace.hear(endSample, score, smoothedScore);
      reportedSample = endSample;
      listener.alarm(new AlarmChange.Opened(snapshot(endSample, level.reading())));
    }
  }

  /** To pending or quiet. */
  private void move(boolean above, Outcome fell, DecisionListener listener) {
    AlarmState next = above ? AlarmState.PENDING : AlarmState.QUIET;
    if (next != state) {
      trace.end(above ? Outcome.ROSE : fell, listener);
    }
    state = next;
  }

  private void keepFromOpening(
      long endSample, float score, boolean above, DecisionListener listener) {
    if (state == AlarmState.QUIET && above) {
      move(true, Outcome.ALARMS_OFF, listener);
    }
    trace.window(state, endSample, score, smoothedScore, config, listener);
    boolean asLongAsAnAlarm = seconds(endSample - firstSample) >= config.longestDurationSeconds();
    if (!above || asLongAsAnAlarm) {
      trace.end(Outcome.ALARMS_OFF, listener);
      state = AlarmState.QUIET;
    }
  }

  private boolean isLongEnough(long endSample) {
    return seconds(endSample - firstSample) >= config.forSeconds();
  }

  /** What becomes of what was pending up to here: had alarms not been off, it would have opened. */
  private Outcome unlessOff(Outcome otherwise, long endSample) {
    boolean keptFromOpening =
        state == AlarmState.PENDING
            && (isLongEnough(endSample) || peakScore >= config.immediateThreshold());
    return keptFromOpening ? Outcome.ALARMS_OFF : otherwise;
  }

  private void goOn(long endSample, LevelSum level, DecisionListener listener) {
    boolean below = smoothedScore < config.closeThreshold();
    if (below && state == AlarmState.OPEN) {
      fellAtSample = endSample;
    }
    state = below ? AlarmState.CLOSING : AlarmState.OPEN;
    if (below && seconds(endSample - fellAtSample) >= config.keepFiringForSeconds()) {
      close(fellAtSample, EndReason.SCORE_FELL, level, listener);
    } else if (seconds(endSample - firstSample) >= config.longestDurationSeconds()) {
      close(endSample, EndReason.LONGEST_DURATION, level, listener);
    } else if (seconds(endSample - reportedSample) >= config.ongoingEverySeconds()) {
      reportedSample = endSample;
      revision++;
      listener.alarm(new AlarmChange.Ongoing(snapshot(endSample, level.reading())));
    }
  }

  /**
   * Samples were lost. What is pending starts anew; an open alarm outlives the gap if it is short
   * enough.
   *
   * @param samples how many, above 0
   * @param level levels since the alarm's first sample
   */
  public void gap(long samples, LevelSum level, DecisionListener listener) {
    if (!state.isOpen()) {
      trace.end(unlessOff(Outcome.SAMPLES_LOST, lastEndSample), listener);
      state = AlarmState.QUIET;
    } else if (seconds(samples) > config.longestGapSeconds()) {
      end(EndReason.SAMPLES_LOST, level, listener);
    }
  }

  /**
   * The stream ends here: closes the alarm if one is open, and forgets what is pending.
   *
   * @param level levels since the alarm's first sample
   */
  public void end(EndReason reason, LevelSum level, DecisionListener listener) {
    if (state.isOpen()) {
      close(state == AlarmState.CLOSING ? fellAtSample : lastEndSample, reason, level, listener);
    }
    trace.end(unlessOff(Outcome.of(reason), lastEndSample), listener);
    state = AlarmState.QUIET;
  }

  private void close(long endSample, EndReason reason, LevelSum level, DecisionListener listener) {
    trace.end(Outcome.of(reason), listener);
    state = AlarmState.QUIET;
    revision++;
    listener.alarm(
        new AlarmChange.Closed(snapshot(lastEndSample, level.reading()), endSample, reason));
  }

  private AlarmChange.Snapshot snapshot(long updatedSample, LevelReading level) {
    return new AlarmChange.Snapshot(
        firstSample,
        revision,
        updatedSample,
        peakScore,
        (float) (scoreSum / windows),
        level,
        config.openThreshold());
  }

  private double seconds(long samples) {
    return (double) samples / sampleRateHz;
  }

  /** Bytes that {@link #save} writes. */
  public static int stateBytes() {
    return 2 * Byte.BYTES + 4 * Long.BYTES + 2 * Float.BYTES + Double.BYTES + 2 * Integer.BYTES;
  }

  /** Writes what the next decisions depend on, the parameters and the trace apart. */
  public void save(ByteBuffer to) {
    to.put((byte) state.ordinal()).put((byte) (heardBefore ? 1 : 0));
    to.putLong(lastEndSample).putFloat(smoothedScore);
    to.putLong(firstSample).putInt(revision);
    to.putFloat(peakScore).putDouble(scoreSum).putInt(windows);
    to.putLong(fellAtSample).putLong(reportedSample);
  }

  /**
   * Goes on where {@link #save} left off.
   *
   * @param nextSample the end of what was heard, to hold the state against
   * @throws IllegalArgumentException where the bytes are no state of a detector
   */
  public void restore(ByteBuffer from, long nextSample) {
    int ordinal = from.get();
    if (ordinal < 0 || ordinal >= AlarmState.values().length) {
      throw new IllegalArgumentException("no alarm state " + ordinal);
    }
    trace.clear();
    state = AlarmState.values()[ordinal];
    heardBefore = from.get() != 0;
    lastEndSample = from.getLong();
    smoothedScore = from.getFloat();
    firstSample = from.getLong();
    revision = from.getInt();
    peakScore = from.getFloat();
    scoreSum = from.getDouble();
    windows = from.getInt();
    fellAtSample = from.getLong();
    reportedSample = from.getLong();
    if (!arePossible(nextSample)) {
      throw new IllegalArgumentException("no state of a detector");
    }
  }

  private boolean arePossible(long nextSample) {
    boolean scores =
        isProbability(smoothedScore)
            && isProbability(peakScore)
            && windows >= (state == AlarmState.QUIET ? 0 : 1)
            && windows <= MOST_STEPS
            && revision >= 0
            && revision <= MOST_STEPS
            && scoreSum >= 0
            && scoreSum <= windows;
    // what is of no alarm may be of another session
    boolean order =
        (!heardBefore || isWithin(0, lastEndSample, nextSample))
            && (state == AlarmState.QUIET || isWithin(0, firstSample, lastEndSample))
            && (!state.isOpen() || isWithin(firstSample, reportedSample, lastEndSample))
            && (state != AlarmState.CLOSING || isWithin(firstSample, fellAtSample, lastEndSample));
    return scores && order && (heardBefore || state == AlarmState.QUIET);
  }

  private static boolean isWithin(long least, long value, long most) {
    return value >= least && value <= most;
  }

  /** Bytes that {@link #saveTrace} writes. */
  public static int traceBytes() {
    return Trace.bytes();
  }

  /** Writes what the next stretch to end depends on. */
  public void saveTrace(ByteBuffer to) {
    trace.save(to);
  }

  /**
   * Goes on with the stretch that {@link #saveTrace} left off at, once the rest is restored.
   *
   * @param nextSample the end of what was heard, to hold the trace against
   * @throws IllegalArgumentException where the bytes are no trace of this detector
   */
  public void restoreTrace(ByteBuffer from, long nextSample) {
    trace.restore(from, state, nextSample);
  }

  /**
   * The stretch in what {@link #saveTrace} wrote, without a detector.
   *
   * @throws IllegalArgumentException where the bytes are no trace
   */
  public static Optional<Stretch> readTrace(ByteBuffer from) {
    return Trace.read(from);
  }

  static boolean isProbability(float score) {
    return score >= 0 && score <= 1;
  }
}
