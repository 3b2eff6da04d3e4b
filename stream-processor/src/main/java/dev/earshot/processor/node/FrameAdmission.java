package dev.earshot.processor.node;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameLimits;
import dev.earshot.contracts.NodeId;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The border for sound: bytes of a record in, a {@link Frame} that is right in itself out, or the
 * reason why it is not. Looks at nothing but the record; never throws for what is in it.
 *
 * <p>Thread-safe.
 */
public final class FrameAdmission {
  /**
   * Highest index of a sample: 2^53 - 1, 17,000 years at 16 kHz. With {@link #LAST_TIME} no time of
   * a sample overflows.
   */
  public static final long LAST_SAMPLE = (1L << 53) - 1;

  /** One past the last: where a session stands of which everything was heard. */
  static final long END_SAMPLE = LAST_SAMPLE + 1;

  /** What no node's clock is past, whatever the record's timestamp says: the end of 2199. */
  public static final Instant LAST_TIME = Instant.parse("2199-12-31T23:59:59.999999Z");

  /** How far a node's clock may be ahead of the record's timestamp. */
  public static final Duration CLOCK_LEAD_MAX = Duration.ofDays(1);

  /**
   * How far beyond full scale a float sample may be: 36 dB, far above any real recorder, far below
   * what makes powers overflow.
   */
  public static final float SAMPLE_MAX = 64f;

  private static final SingleObject<PcmFrame> CODEC = SingleObject.of(PcmFrame.class);
  private final int sampleRateHz;
  private final int samplesMin;
  private final int samplesMax;

  /** A larger one is not even decoded. */
  private final int messageBytesMax;

  /** For a model that hears at this rate. */
  public FrameAdmission(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
    this.samplesMin = samplesIn(FrameLimits.SHORTEST);
    this.samplesMax = samplesIn(FrameLimits.LONGEST);
    this.messageBytesMax = samplesMax * Float.BYTES + FrameLimits.ENVELOPE_BYTES_MAX;
  }

  private int samplesIn(Duration duration) {
    return Math.toIntExact(Micros.samplesIn(duration, sampleRateHz));
  }

  /** Whether this is where a sample of a frame that is admitted can be, or one past it. */
  static boolean isPosition(long sample) {
    return sample >= 0 && sample <= END_SAMPLE;
  }

  /** Samples in the longest frame that is admitted. */
  public int samplesMax() {
    return samplesMax;
  }

  /**
   * Looks at one record.
   *
   * @param key the record's key, null where it has none
   * @param value the record's value, null where it has none
   * @param timestampMs the record's timestamp, milliseconds since the epoch
   */
  public Admission<Frame> admit(byte[] key, byte[] value, long timestampMs) {
    if (value == null) {
      return Admission.rejected(Reason.NO_VALUE, "the record has no value");
    }
    if (value.length > messageBytesMax) {
      return Admission.rejected(
          Reason.WRONG_LENGTH,
          "the message has " + value.length + " bytes, at most " + messageBytesMax + " are right");
    }
    try {
      return admit(key, CODEC.decode(value), timestampMs);
    } catch (UndecodableException e) {
      return Admission.rejected(Reason.of(e.problem()), e.getMessage());
    }
  }

  private Admission<Frame> admit(byte[] key, PcmFrame frame, long timestampMs) {
    String nodeId = frame.getNodeId();
    Optional<String> fault = NodeId.fault(nodeId, key);
    if (fault.isPresent()) {
      return Admission.rejected(Reason.WRONG_KEY, fault.get());
    }
    if (frame.getSampleRateHz() != sampleRateHz) {
      return Admission.rejected(
          Reason.WRONG_SAMPLE_RATE,
          "sample_rate_hz is " + frame.getSampleRateHz() + ", the model hears at " + sampleRateHz);
    }
    int sampleBytes = sampleBytes(frame.getEncoding());
    if (sampleBytes == 0) {
      return Admission.rejected(
          Reason.UNKNOWN_ENCODING, "encoding is unknown to this version of the processor");
    }
    ByteBuffer pcm = frame.getSamples();
    int bytes = pcm.remaining();
    int samples = bytes / sampleBytes;
    if (bytes % sampleBytes != 0 || samples < samplesMin || samples > samplesMax) {
      return Admission.rejected(
          Reason.WRONG_LENGTH,
          bytes
              + " bytes of samples; whole samples, "
              + samplesMin
              + " to "
              + samplesMax
              + " of them, are right");
    }
    long first = frame.getFirstSample();
    if (first < 0 || first > END_SAMPLE - samples) {
      return Admission.rejected(
          Reason.WRONG_POSITION, "first_sample is " + first + ", samples 0 to 2^53 - 1 are right");
    }
    Instant captured = frame.getCapturedAt();
    if (captured.isBefore(Instant.EPOCH)
        || captured.isAfter(LAST_TIME)
        || captured.isAfter(Instant.ofEpochMilli(timestampMs).plus(CLOCK_LEAD_MAX))) {
      return Admission.rejected(
          Reason.WRONG_TIME,
          "captured_at is " + captured + ", at most a day after the record's timestamp is right");
    }
    if (frame.getEncoding() == PcmEncoding.PCM_F32LE) {
      int wrong = firstUnusable(pcm, samples);
      if (wrong < samples) {
        float sample = sample(pcm, wrong);
        return Admission.rejected(
            Float.isFinite(sample) ? Reason.BEYOND_FULL_SCALE : Reason.NOT_FINITE,
            "sample " + wrong + " is " + sample + ", full scale is 1.0");
      }
    }
    return new Admitted<>(
        new Frame(
            nodeId,
            frame.getSession(),
            first,
            samples,
            Micros.of(captured),
            timestampMs,
            frame.getEncoding(),
            pcm,
            false));
  }

  private static int sampleBytes(PcmEncoding encoding) {
    return switch (encoding) {
      case PCM_S16LE -> Short.BYTES;
      case PCM_F32LE -> Float.BYTES;
      case UNKNOWN -> 0;
    };
  }

  private static int firstUnusable(ByteBuffer pcm, int samples) {
    int i = 0;
    while (i < samples && Math.abs(sample(pcm, i)) <= SAMPLE_MAX) { // false for NaN
      i++;
    }
    return i;
  }

  private static float sample(ByteBuffer pcm, int index) {
    // little-endian whatever the buffer's own order is
    int bits = pcm.getInt(pcm.position() + index * Float.BYTES);
    return Float.intBitsToFloat(
        pcm.order() == ByteOrder.LITTLE_ENDIAN ? bits : Integer.reverseBytes(bits));
  }
}
