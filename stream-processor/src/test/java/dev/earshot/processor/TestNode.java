package dev.earshot.processor;

import dev.earshot.contracts.SingleObject;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * A node that sends noise, loud or quiet, in frames of 200 ms, and can be made to misbehave. Sample
 * n of a session is the same however the stream is cut.
 */
public final class TestNode {
  public static final int RATE_HZ = 16_000;
  public static final int FRAME_SAMPLES = 3_200;
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final SingleObject<PcmFrame> CODEC = SingleObject.of(PcmFrame.class);

  /** Takes the records that nodes send. */
  public interface Wire {
    void send(byte[] key, byte[] value, long timestampMs);
  }

  private final String id;
  private final Wire wire;
  private long session = 1;
  private long next;
  private Instant sessionStart = START;
  private PcmEncoding encoding = PcmEncoding.PCM_S16LE;
  private int frameSamples = FRAME_SAMPLES;

  public TestNode(String id, Wire wire) {
    this.id = id;
    this.wire = wire;
  }

  public String id() {
    return id;
  }

  public long next() {
    return next;
  }

  public TestNode framesOf(int samples) {
    frameSamples = samples;
    return this;
  }

  public TestNode in(PcmEncoding encoding) {
    this.encoding = encoding;
    return this;
  }

  /** Sends that much quiet. */
  public TestNode quiet(double seconds) {
    return play(seconds, false);
  }

  /** Sends that much noise. */
  public TestNode loud(double seconds) {
    return play(seconds, true);
  }

  private TestNode play(double seconds, boolean loud) {
    long end = next + samples(seconds);
    while (next < end) {
      long left = end - next;
      // no rest that is shorter than a frame may be
      int count = (int) (left < frameSamples + 160 && left <= 2 * RATE_HZ ? left : frameSamples);
      send(frame(next, count, loud));
      next += count;
    }
    return this;
  }

  /** Goes on without sending. */
  public TestNode lose(double seconds) {
    next += samples(seconds);
    return this;
  }

  /** Says nothing for a while without its sample counter going on; its clock does. */
  public TestNode pause(double seconds) {
    sessionStart = sessionStart.plusNanos((long) (seconds * 1e9));
    return this;
  }

  /** Counts from 0 again, in another session. */
  public TestNode restart(long newSession) {
    sessionStart = timeOf(next);
    session = newSession;
    next = 0;
    return this;
  }

  public static long samples(double seconds) {
    return Math.round(seconds * RATE_HZ);
  }

  public Instant timeOf(long sample) {
    return sessionStart.plus(sample * 1_000_000 / RATE_HZ, ChronoUnit.MICROS);
  }

  public PcmFrame frame(long first, int count, boolean loud) {
    return PcmFrame.newBuilder()
        .setNodeId(id)
        .setSession(session)
        .setFirstSample(first)
        .setCapturedAt(timeOf(first))
        .setSampleRateHz(RATE_HZ)
        .setEncoding(encoding)
        .setSamples(pcm(first, count, loud))
        .build();
  }

  private ByteBuffer pcm(long first, int count, boolean loud) {
    boolean s16 = encoding == PcmEncoding.PCM_S16LE;
    ByteBuffer pcm = ByteBuffer.allocate(count * (s16 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      double noise = new SplittableRandom(first + i).nextDouble() * 2 - 1;
      double sample = noise * (loud ? 0.5 : 0.001);
      if (s16) {
        pcm.putShort((short) (sample * 32_767));
      } else {
        pcm.putFloat((float) sample);
      }
    }
    return pcm.flip();
  }

  /** Sends a frame, stamped with the time of its end. */
  public TestNode send(PcmFrame frame) {
    int bytes = frame.getEncoding() == PcmEncoding.PCM_F32LE ? 4 : 2;
    long lastsMs = frame.getSamples().remaining() / bytes * 1000L / RATE_HZ;
    return send(frame, frame.getCapturedAt().toEpochMilli() + lastsMs);
  }

  public TestNode send(PcmFrame frame, long timestampMs) {
    wire.send(key(), CODEC.encode(frame), timestampMs);
    return this;
  }

  public byte[] key() {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
