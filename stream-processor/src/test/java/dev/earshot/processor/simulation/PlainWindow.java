package dev.earshot.processor.simulation;

import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.acoustics.level.LevelMeter;
import dev.earshot.acoustics.level.LevelSum;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.v1.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window of sound.
 *
 * @param endSample one past its last sample, counted from where the front-end started
 * @param score of the model
 * @param hops levels of all of it
 * @param news levels of what none before it has heard
 */
record PlainWindow(int endSample, float score, List<Hop> hops, List<Hop> news) {
  /**
   * A short stretch as the level meter sums it.
   *
   * @param weightedSquares sum of the A-weighted samples' squares
   * @param fastMaxSquare highest A-weighted square by the fast time-weighting
   * @param peak highest absolute sample
   */
  record Hop(double weightedSquares, long samples, double fastMaxSquare, float peak) {}

  /** All windows of the sound that a front-end hears from its start on, in one go. */
  static List<PlainWindow> in(float[] samples, Hearing hearing) {
    ModelMetadata model = hearing.metadata();
    float[][] columns = MfccStream.columnsOf(model.frontEnd(), samples);
    List<Hop> hops = hopsOf(samples, model);
    int hop = model.frontEnd().hopSamples();
    int windowSamples = model.frontEnd().samplesOf(model.windowColumns());
    List<PlainWindow> windows = new ArrayList<>();
    for (int first = 0;
        first + model.windowColumns() <= columns.length;
        first += model.strideColumns()) {
      int end = first * hop + windowSamples;
      List<Hop> all = last(windowSamples / hop, hops.subList(0, end / hop));
      windows.add(
          new PlainWindow(
              end,
              hearing.scoreOf(joined(columns, first, model.windowColumns())),
              all,
              first == 0 ? all : last(model.strideColumns(), all)));
    }
    return windows;
  }

  private static <T> List<T> last(int count, List<T> all) {
    return all.subList(all.size() - count, all.size());
  }

  private static float[] joined(float[][] columns, int first, int count) {
    int coefficients = columns[0].length;
    float[] window = new float[count * coefficients];
    for (int i = 0; i < window.length; i++) {
      window[i] = columns[first + i / coefficients][i % coefficients];
    }
    return window;
  }

  private static List<Hop> hopsOf(float[] samples, ModelMetadata model) {
    int hop = model.frontEnd().hopSamples();
    LevelMeter meter = new LevelMeter(model.frontEnd().sampleRateHz(), hop, 1);
    List<Hop> hops = new ArrayList<>();
    for (int at = 0; at + hop <= samples.length; at += hop) {
      meter.push(samples, at, hop);
      LevelSum one = new LevelSum();
      meter.addLast(1, one);
      ByteBuffer written = ByteBuffer.allocate(LevelSum.stateBytes());
      one.save(written);
      written.flip();
      hops.add(
          new Hop(written.getDouble(), written.getLong(), written.getDouble(), written.getFloat()));
    }
    return hops;
  }

  /** How loud all these are together: 0 dBFS is the RMS of a full-scale sine. */
  static Level level(List<Hop> hops, Optional<Float> calibrationOffsetDb) {
    double squares = 0;
    double fastMax = 0;
    double peak = 0;
    long samples = 0;
    for (Hop hop : hops) {
      squares += hop.weightedSquares;
      fastMax = Math.max(fastMax, hop.fastMaxSquare);
      peak = Math.max(peak, hop.peak);
      samples += hop.samples;
    }
    return Level.newBuilder()
        .setLaeqDbfs(decibels(2 * (squares / samples)))
        .setLafmaxDbfs(decibels(2 * fastMax))
        .setPeakDbfs(decibels(peak * peak))
        .setCalibrationOffsetDb(calibrationOffsetDb.orElse(null))
        .build();
  }

  private static float decibels(double powerRatio) {
    return (float) Math.max(-160, 10 * StrictMath.log10(powerRatio));
  }
}
