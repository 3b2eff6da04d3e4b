package dev.earshot.processor.audio;

import dev.earshot.processor.audio.AudioHeader.Gap;
import dev.earshot.processor.node.Frame;
import dev.earshot.v1.PcmEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Puts the samples of frames where they belong, by their index: frames may come twice, out of order
 * and overlapping, of a sample that comes again the first one counts. What no frame had between the
 * first and the last sample is silence, and marked as a gap. Samples stay what the node sent, bit
 * for bit; where it sent 16-bit integers and floats, all are floats. Not thread-safe.
 */
final class SoundAssembly {
  private final AudioSpan span;

  /** Full scale 1: 16-bit integers are exact as floats. */
  private final float[] samples;

  private final BitSet there;
  private boolean floats;
  private boolean reachedEnd;

  SoundAssembly(AudioSpan span) {
    this.span = span;
    this.samples = new float[span.samples()];
    this.there = new BitSet(samples.length);
  }

  /**
   * A recording that is ready to be sealed.
   *
   * @param header what is said of it
   * @param pcm its samples
   */
  record Assembled(AudioHeader header, byte[] pcm) {}

  /** Takes what the frame has of the wanted samples; a frame of another node or session is none. */
  void add(Frame frame) {
    if (!frame.nodeId().equals(span.event().getNodeId())
        || frame.session() != span.event().getSession()) {
      return;
    }
    reachedEnd |= frame.endSample() >= span.endSample();
    long from = Math.max(frame.firstSample(), span.firstSample());
    long to = Math.min(frame.endSample(), span.endSample());
    float[] heard = new float[frame.sampleCount()];
    frame.copyTo(heard);
    for (long sample = from; sample < to; sample++) {
      int index = (int) (sample - span.firstSample());
      if (!there.get(index)) {
        there.set(index);
        samples[index] = heard[(int) (sample - frame.firstSample())];
        floats |= frame.encoding() == PcmEncoding.PCM_F32LE;
      }
    }
  }

  /** Whether the node has been heard up to the end of what is wanted. */
  boolean reachedEnd() {
    return reachedEnd;
  }

  /** Whether something of the anomaly's beginning is there. */
  boolean hasBeginning() {
    int start = (int) (span.event().getFirstSample() - span.firstSample());
    return there.get(Math.min(start, samples.length - 1));
  }

  /** What has come together; empty where nothing has. */
  Optional<Assembled> assembled() {
    int first = there.nextSetBit(0);
    if (first < 0) {
      return Optional.empty();
    }
    int sampleBytes = floats ? Float.BYTES : Short.BYTES;
    int length = Math.min(there.length() - first, AudioSpan.PCM_BYTES_MAX / sampleBytes);
    boolean cut = span.cut() || first + length < there.length();
    AudioHeader header =
        new AudioHeader(
            span.event().getAnomalyId(),
            span.event().getNodeId(),
            span.event().getSession(),
            span.firstSample() + first,
            length,
            span.sampleRateHz(),
            (floats ? PcmEncoding.PCM_F32LE : PcmEncoding.PCM_S16LE).name(),
            span.timeOf(span.firstSample() + first).toString(),
            span.event().getStartedAt().toString(),
            span.timeOf(alarmEnd()).toString(),
            cut,
            gaps(first, length));
    return Optional.of(new Assembled(header, pcm(first, length)));
  }

  private long alarmEnd() {
    return span.event().getFirstSample()
        + Math.round(span.event().getDurationS() * span.sampleRateHz());
  }

  private List<Gap> gaps(int first, int length) {
    List<Gap> gaps = new ArrayList<>();
    int at = there.nextClearBit(first);
    while (at < first + length) {
      int to = Math.min(there.nextSetBit(at), first + length);
      gaps.add(new Gap(at - first, to - at));
      at = there.nextClearBit(to);
    }
    return gaps;
  }

  private byte[] pcm(int first, int length) {
    ByteBuffer pcm =
        ByteBuffer.allocate(length * (floats ? Float.BYTES : Short.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = first; i < first + length; i++) {
      if (floats) {
        pcm.putFloat(samples[i]);
      } else {
        pcm.putShort((short) (samples[i] * Frame.FULL_SCALE_S16));
      }
    }
    return pcm.array();
  }
}
