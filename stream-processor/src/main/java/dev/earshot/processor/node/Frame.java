package dev.earshot.processor.node;

import dev.earshot.v1.PcmEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A run of samples that is right in itself: {@link FrameAdmission} made it, so its length, its
 * place, its time and every sample are within bounds. Where it belongs in its node's stream is
 * another matter.
 *
 * @param nodeId the node, the same as the record's key
 * @param session the run of the node's sample counter
 * @param firstSample index in the session of the first sample, 0 to {@link
 *     FrameAdmission#LAST_SAMPLE}
 * @param sampleCount samples in it, 10 ms to 2 s
 * @param capturedAtMicros when the first sample was taken by the node's clock, microseconds since
 *     the epoch
 * @param recordedAtMs the record's timestamp, milliseconds since the epoch
 * @param encoding {@code PCM_S16LE} or {@code PCM_F32LE}
 * @param pcm the samples, little-endian; read, never changed
 * @param signed whether its node has signed it, so that nobody else can have made it; whoever has
 *     recorded it may say it again
 */
public record Frame(
    String nodeId,
    long session,
    long firstSample,
    int sampleCount,
    long capturedAtMicros,
    long recordedAtMs,
    PcmEncoding encoding,
    ByteBuffer pcm,
    boolean signed) {

  /** What a 16-bit sample is divided by. */
  public static final float FULL_SCALE_S16 = 32_768f;

  /** The same, signed. */
  public Frame asSigned() {
    return new Frame(
        nodeId,
        session,
        firstSample,
        sampleCount,
        capturedAtMicros,
        recordedAtMs,
        encoding,
        pcm,
        true);
  }

  /** One past the index of the last sample. */
  public long endSample() {
    return firstSample + sampleCount;
  }

  /**
   * Writes the samples as floats, full scale 1.0.
   *
   * @param to takes {@code sampleCount} samples from its start
   */
  public void copyTo(float[] to) {
    ByteBuffer samples = pcm.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int start = samples.position();
    if (encoding == PcmEncoding.PCM_F32LE) {
      samples.asFloatBuffer().get(to, 0, sampleCount);
    } else {
      for (int i = 0; i < sampleCount; i++) {
        to[i] = samples.getShort(start + i * Short.BYTES) / FULL_SCALE_S16;
      }
    }
  }
}
