package dev.earshot.acoustics;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.detect.DecisionListener;
import dev.earshot.acoustics.detect.Detector;
import dev.earshot.acoustics.detect.EndReason;
import dev.earshot.acoustics.detect.Stretch;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.acoustics.level.HopLevel;
import dev.earshot.acoustics.level.LevelMeter;
import dev.earshot.acoustics.level.LevelSum;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Scorer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How Earshot hears one node: samples in, scored windows and alarms out. The front-end, the level
 * meter, the model and the decision in one chain; the stream processor, the command line and the
 * benchmarks all run this one.
 *
 * <p>All indices are samples of the node's session. Any chunking of a stream gives bit-identical
 * windows and alarms. A stream can be put aside ({@link #save}) and taken up again ({@link
 * #restore}), so one ear serves many nodes in turn. Not thread-safe; does not own its scorer.
 *
 * <pre>{@code
 * Ear ear = new Ear(model.metadata(), scorer);
 * ear.begin(0, model.metadata().decision());
 * ear.push(samples, 0, samples.length, listener);
 * }</pre>
 */
public final class Ear {
  /**
   * Takes what an ear makes of its stream, in the order of the stream: what was decided is told
   * before the window that decided it.
   */
  public interface Listener extends DecisionListener {
    /** A window was scored and decided upon. */
    void window(ScoredWindow window);

    /**
     * A hop of the front-end was measured.
     *
     * @param endSample one past its last sample
     */
    default void hop(long endSample, HopLevel level) {}
  }

  private final FrontEndConfig frontEnd;
  private final int windowColumns;
  private final int strideColumns;
  private final int levelHops;
  private final MfccStream mfcc;
  private final LevelMeter levelMeter;
  private final Scorer scorer;
  private final Detector detector;

  private final LevelSum windowLevel = new LevelSum();
  private final LevelSum alarmLevel = new LevelSum();

  /** {@code [windowColumns * coefficients]}: the last columns, column n at n modulo the window. */
  private final float[] ring;

  private final float[] window;

  /** Columns since the front-end last started anew. */
  private long columns;

  private long nextSample;

  /**
   * @param model says the front-end, the window and its stride
   * @param scorer of the same model
   */
  public Ear(ModelMetadata model, Scorer scorer) {
    this.scorer = scorer;
    frontEnd = model.frontEnd();
    windowColumns = model.windowColumns();
    strideColumns = model.strideColumns();
    int hop = frontEnd.hopSamples();
    levelHops = Math.max(1, frontEnd.samplesOf(windowColumns) / hop);
    mfcc = new MfccStream(frontEnd);
    levelMeter = new LevelMeter(frontEnd.sampleRateHz(), hop, Math.max(levelHops, strideColumns));
    detector = new Detector(frontEnd.sampleRateHz(), strideColumns * hop, model.decision());
    ring = new float[windowColumns * frontEnd.coefficients()];
    window = new float[ring.length];
  }

  /**
   * A new stream starts at this sample; everything before is forgotten, so that what is saved of it
   * holds nothing of another.
   */
  public void begin(long firstSample, DecisionConfig decision) {
    nextSample = firstSample;
    startFrontEndAnew();
    alarmLevel.clear();
    detector.begin(decision);
  }

  private void startFrontEndAnew() {
    mfcc.reset();
    levelMeter.reset();
    columns = 0;
    Arrays.fill(ring, 0);
  }

  /** Decides by other parameters from the next window on. */
  public void decideBy(DecisionConfig decision) {
    detector.decideBy(decision);
  }

  /** Opens no alarm from the next window on, or does again; one that is open goes on to its end. */
  public void turnAlarmsOff(boolean off) {
    detector.turnAlarmsOff(off);
  }

  /** The sample that is expected next: the end of what was heard. */
  public long nextSample() {
    return nextSample;
  }

  /** Where the alarm stands. */
  public AlarmState state() {
    return detector.state();
  }

  /** The score as the decision sees it, 0 to 1. */
  public float smoothedScore() {
    return detector.smoothedScore();
  }

  /** For how long an alarm has been pending, samples; 0 while none is. */
  public long pendingSamples() {
    return detector.pendingSamples();
  }

  /** Names the open alarm; empty while none is. */
  public OptionalLong alarmFirstSample() {
    return detector.alarmFirstSample();
  }

  /** What the decision has seen since the last stretch ended. */
  public Optional<Stretch> stretchSoFar() {
    return detector.stretchSoFar();
  }

  /**
   * Takes the samples that follow in the stream.
   *
   * @param samples at the front-end's rate, full scale 1
   */
  public void push(float[] samples, int offset, int length, Listener listener) {
    int from = offset;
    int left = length;
    while (left > 0) {
      // In steps that end with a hop or a column, so that a window's level never looks beyond it.
      int taken =
          Math.min(left, Math.min(levelMeter.samplesToNextHop(), mfcc.samplesToNextColumn()));
      boolean completesHop = taken == levelMeter.samplesToNextHop();
      nextSample += taken;
      levelMeter.push(samples, from, taken);
      if (completesHop) {
        listener.hop(nextSample, levelMeter.lastHop(isSettled()));
      }
      mfcc.push(samples, from, taken, (coefficients, end) -> take(coefficients, listener));
      from += taken;
      left -= taken;
    }
  }

  private boolean isSettled() {
    return columns * frontEnd.hopSamples() >= LevelMeter.SETTLING_SECONDS * frontEnd.sampleRateHz();
  }

  private void take(float[] coefficients, Listener listener) {
    int slot = (int) (columns % windowColumns);
    System.arraycopy(coefficients, 0, ring, slot * coefficients.length, coefficients.length);
    columns++;
    if (columns >= windowColumns && (columns - windowColumns) % strideColumns == 0) {
      score(listener);
    }
  }

  private void score(Listener listener) {
    int oldest = (int) (columns % windowColumns) * frontEnd.coefficients();
    System.arraycopy(ring, oldest, window, 0, ring.length - oldest);
    System.arraycopy(ring, 0, window, ring.length - oldest, oldest);
    float score = scorer.score(window);
    if (detector.state() == AlarmState.QUIET) {
      alarmLevel.clear();
    }
    // the first window of a front-end that has started anew is new as a whole
    levelMeter.addLast(columns == windowColumns ? levelHops : strideColumns, alarmLevel);
    detector.observe(nextSample, score, alarmLevel, listener);
    windowLevel.clear();
    levelMeter.addLast(levelHops, windowLevel);
    listener.window(
        new ScoredWindow(
            nextSample - frontEnd.samplesOf(windowColumns),
            nextSample,
            score,
            detector.smoothedScore(),
            detector.state(),
            detector.alarmFirstSample(),
            windowLevel.reading()));
  }

  /**
   * Samples are missing: the front-end starts anew behind them, and the decision takes note.
   *
   * @param samples how many, above 0
   */
  public void skip(long samples, Listener listener) {
    nextSample += samples;
    startFrontEndAnew();
    detector.gap(samples, alarmLevel, listener);
  }

  /** Closes the alarm if one is open; the stream may still go on. */
  public void end(EndReason reason, Listener listener) {
    detector.end(reason, alarmLevel, listener);
  }

  /** The most bytes that {@link #save} writes. */
  public int stateBytes() {
    return 2 * Long.BYTES
        + mfcc.stateBytes()
        + levelMeter.stateBytes()
        + LevelSum.stateBytes()
        + Detector.stateBytes()
        + ring.length * Float.BYTES
        + Detector.traceBytes();
  }

  /** Writes the stream's state, for an ear of the same model; the decision's parameters apart. */
  public void save(ByteBuffer to) {
    to.putLong(nextSample).putLong(columns);
    mfcc.save(to);
    levelMeter.save(to);
    alarmLevel.save(to);
    detector.save(to);
    for (float coefficient : ring) {
      to.putFloat(coefficient);
    }
    detector.saveTrace(to);
  }

  /**
   * Goes on where {@link #save} left off, deciding by {@code decision}. A state of before there was
   * a trace ends where that would begin.
   *
   * @throws IllegalArgumentException where the bytes are no such state
   * @throws java.nio.BufferUnderflowException where they are too few
   */
  public void restore(ByteBuffer from, DecisionConfig decision) {
    nextSample = from.getLong();
    columns = from.getLong();
    if (columns < 0 || columns > nextSample / frontEnd.hopSamples()) {
      throw new IllegalArgumentException(
          "sample %d, column %d in an ear's state".formatted(nextSample, columns));
    }
    mfcc.restore(from);
    levelMeter.restore(from);
    alarmLevel.restore(from);
    detector.restore(from, nextSample);
    detector.decideBy(decision);
    for (int i = 0; i < ring.length; i++) {
      ring[i] = from.getFloat();
      if (!Float.isFinite(ring[i])) {
        throw new IllegalArgumentException("a coefficient of %s".formatted(ring[i]));
      }
    }
    if (from.hasRemaining()) {
      detector.restoreTrace(from, nextSample);
    }
  }
}
