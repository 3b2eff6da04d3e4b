package dev.earshot.processor.scope;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node's frames in, columns of the front-end out: for plots, so what comes late or twice is left
 * out and a gap begins anew. Not thread-safe.
 */
final class Columns {
  /**
   * Columns of one frame of sound, one behind the other.
   *
   * @param endMicros event time of the last one's end, microseconds since the epoch
   * @param mfcc {@code [columns][coefficients]}
   * @param melDb {@code [columns][bands]}, dB
   */
  record Block(long endMicros, List<float[]> mfcc, List<float[]> melDb) {}

  private final FrontEndConfig config;
  private final MfccStream stream;
  private boolean heard;
  private long session;
  private long nextSample;

  Columns(FrontEndConfig config) {
    this.config = config;
    this.stream = new MfccStream(config);
  }

  /** Takes a frame; empty where it completes no column. */
  Optional<Block> take(Frame frame) {
    boolean goesOn = heard && frame.session() == session;
    if (goesOn && frame.endSample() <= nextSample) {
      return Optional.empty();
    }
    int known = goesOn ? (int) Math.max(0, nextSample - frame.firstSample()) : 0;
    if (!goesOn || frame.firstSample() > nextSample) {
      stream.reset();
    }
    heard = true;
    session = frame.session();
    nextSample = frame.endSample();
    return block(frame, known);
  }

  private Optional<Block> block(Frame frame, int known) {
    float[] samples = new float[frame.sampleCount()];
    frame.copyTo(samples);
    List<float[]> mfcc = new ArrayList<>();
    List<float[]> melDb = new ArrayList<>();
    int[] taken = {known};
    for (int at = known; at < samples.length; ) {
      int length = Math.min(stream.samplesToNextColumn(), samples.length - at);
      at += length;
      int end = at;
      stream.push(
          samples,
          at - length,
          length,
          (column, ignored) -> {
            float[] bands = new float[config.melBands()];
            stream.copyMelDb(bands);
            mfcc.add(column.clone());
            melDb.add(bands);
            taken[0] = end;
          });
    }
    return mfcc.isEmpty()
        ? Optional.empty()
        : Optional.of(new Block(microsAt(frame, taken[0]), mfcc, melDb));
  }

  private long microsAt(Frame frame, int sample) {
    return frame.capturedAtMicros() + Micros.lasting(sample, config.sampleRateHz());
  }
}
