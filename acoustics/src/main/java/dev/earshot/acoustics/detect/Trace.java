package dev.earshot.acoustics.detect;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The stretch that has not ended yet. Allocates when one ends or other thresholds come, else not.
 */
final class Trace {
  private static final int BYTES = 1 + 2 * Long.BYTES + 5 * Float.BYTES + Double.BYTES;

  /** In a phase's place: no stretch has begun. */
  private static final byte NONE = 0;

  private final int sampleRateHz;
  private final int strideSamples;

  private boolean running;
  private AlarmState phase = AlarmState.QUIET;
  private long firstSample;
  private long endSample;
  private float peakScore;
  private float peakSmoothed;
  private float openThreshold;
  private float closeThreshold;
  private float immediateThreshold;
  private double forSeconds;

  Trace(int sampleRateHz, int strideSamples) {
    this.sampleRateHz = sampleRateHz;
    this.strideSamples = strideSamples;
  }

  void clear() {
    running = false;
    phase = AlarmState.QUIET;
    firstSample = endSample = 0;
    peakScore = peakSmoothed = 0;
    openThreshold = closeThreshold = immediateThreshold = 0;
    forSeconds = 0;
  }

  /** A stretch of this phase begins here. */
  void begin(AlarmState phase, long firstSample, DecisionConfig config) {
    running = true;
    this.phase = phase;
    this.firstSample = this.endSample = firstSample;
    peakScore = peakSmoothed = 0;
    openThreshold = config.openThreshold();
    closeThreshold = config.closeThreshold();
    immediateThreshold = config.immediateThreshold();
    forSeconds = config.forSeconds();
  }

  /** One more window, in the stretch at hand or, where there is none, the first of one. */
  void window(
      AlarmState phase,
      long end,
      float score,
      float smoothed,
      DecisionConfig config,
      DecisionListener listener) {
    if (running && !isDecidedBy(config)) {
      end(Outcome.THRESHOLDS_CHANGED, listener);
    }
    if (!running) {
      begin(phase, end - strideSamples, config);
    }
    hear(end, score, smoothed);
    if (phase == AlarmState.QUIET
        && (double) (end - firstSample) / sampleRateHz >= Stretch.QUIET_SECONDS_MAX) {
      end(Outcome.GOES_ON, listener);
    }
  }

  /** What a window says counts for the stretch at hand. */
  void hear(long end, float score, float smoothed) {
    endSample = end;
    peakScore = Math.max(peakScore, score);
    peakSmoothed = Math.max(peakSmoothed, smoothed);
  }

  private boolean isDecidedBy(DecisionConfig config) {
    return openThreshold == config.openThreshold()
        && closeThreshold == config.closeThreshold()
        && immediateThreshold == config.immediateThreshold()
        && forSeconds == config.forSeconds();
  }

  /** Tells the stretch at hand, if there is one. */
  void end(Outcome outcome, DecisionListener listener) {
    if (running) {
      Stretch ended = stretch(outcome);
      clear();
      listener.stretch(ended);
    }
  }

  /** The stretch at hand as it is so far. */
  Optional<Stretch> soFar() {
    return running ? Optional.of(stretch(Outcome.GOES_ON)) : Optional.empty();
  }

  private Stretch stretch(Outcome outcome) {
    return new Stretch(
        phase,
        firstSample,
        endSample,
        peakScore,
        peakSmoothed,
        new Stretch.Needed(openThreshold, closeThreshold, immediateThreshold, forSeconds),
        outcome);
  }

  static int bytes() {
    return BYTES;
  }

  /** The stretch in what {@link #save} wrote. */
  static Optional<Stretch> read(ByteBuffer from) {
    byte code = from.get(from.position());
    AlarmState state = code == NONE ? AlarmState.QUIET : Stretch.phase(code);
    Trace trace = new Trace(1, 1);
    trace.restore(from, state, Long.MAX_VALUE);
    return trace.soFar();
  }

  private byte code() {
    return running ? Stretch.code(phase) : NONE;
  }

  void save(ByteBuffer to) {
    to.put(code()).putLong(firstSample).putLong(endSample);
    to.putFloat(peakScore).putFloat(peakSmoothed);
    to.putFloat(openThreshold).putFloat(closeThreshold).putFloat(immediateThreshold);
    to.putDouble(forSeconds);
  }

  /**
   * Goes on where {@link #save} left off.
   *
   * @param state where the alarm stands
   * @param nextSample the end of what was heard
   * @throws IllegalArgumentException where the bytes are no trace of such an alarm
   */
  void restore(ByteBuffer from, AlarmState state, long nextSample) {
    byte code = from.get();
    running = code != NONE;
    firstSample = from.getLong();
    endSample = from.getLong();
    peakScore = from.getFloat();
    peakSmoothed = from.getFloat();
    openThreshold = from.getFloat();
    closeThreshold = from.getFloat();
    immediateThreshold = from.getFloat();
    forSeconds = from.getDouble();
    phase = state == AlarmState.CLOSING ? AlarmState.OPEN : state;
    boolean possible =
        Detector.isProbability(peakScore)
            && Detector.isProbability(peakSmoothed)
            && Detector.isProbability(openThreshold)
            && Detector.isProbability(closeThreshold)
            && Detector.isProbability(immediateThreshold)
            && forSeconds >= 0
            && forSeconds <= DecisionConfig.LONGEST_SECONDS;
    boolean ofThisAlarm =
        !running
            || code == code()
                && 0 <= firstSample
                && firstSample <= endSample
                && endSample <= nextSample;
    if (!possible || !ofThisAlarm) {
      throw new IllegalArgumentException("no trace of a detector");
    }
  }
}
