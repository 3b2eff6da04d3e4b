package dev.earshot.city.torture;

import dev.earshot.contracts.SingleObject;
import dev.earshot.recordings.Sound;
import dev.earshot.sim.NodeStream;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One node that plays a city's sound and misbehaves now and then. What it sends depends on its
 * stream and its generator alone. For one thread.
 */
final class HostileNode {
  /** How long a frame is on average. */
  static final Duration USUAL_FRAME = Duration.ofMillis(225);

  private static final int FRAME_SAMPLES_MIN = samples(USUAL_FRAME.minusMillis(125));
  private static final int FRAME_SAMPLES_MAX = samples(USUAL_FRAME.plusMillis(125));
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int WRONG_RATE_HZ = 8_000;
  private static final Duration FAR_AHEAD = Duration.ofDays(30);
  private static final int SILENT_TURNS_MIN = 60;
  private static final int SILENT_TURNS_MAX = 150;

  private final String id;
  private final byte[] key;
  private final NodeStream stream;
  private final SplittableRandom random;
  private final SingleObject<PcmFrame> codec = SingleObject.of(PcmFrame.class);

  private long session = 1;
  private long next;
  private long sessionBefore = 1;
  private long nextBefore;
  private PcmEncoding encoding = PcmEncoding.PCM_S16LE;

  /** What the node's clock says, microseconds since the epoch. */
  private long clockMicros;

  private int silentTurns;
  private Message last;

  HostileNode(String id, NodeStream stream, SplittableRandom random, Instant startsAt) {
    this.id = id;
    this.key = id.getBytes(StandardCharsets.UTF_8);
    this.stream = stream;
    this.random = random;
    this.clockMicros = ChronoUnit.MICROS.between(Instant.EPOCH, startsAt);
    this.last = sound(); // never sent, but by a repeat: a node may be first heard amid a session
  }

  private static int samples(Duration duration) {
    return (int) (duration.toMillis() * Sound.SAMPLE_RATE_HZ / 1_000);
  }

  /** Whether it says nothing when its turn has come; that counts down. */
  boolean isSilent() {
    return silentTurns > 0 && silentTurns-- > 0;
  }

  /** What it sends in its turn, in this order. */
  List<Message> turn(Mischief mischief) {
    return switch (mischief) {
      case NONE -> List.of(sound());
      case SMALL_GAP -> List.of(soundAfterLosing(random.nextInt(1, Sound.SAMPLE_RATE_HZ)));
      case LONG_GAP -> List.of(soundAfterLosing(random.nextInt(3, 120) * Sound.SAMPLE_RATE_HZ + 1));
      case REPEAT -> List.of(last);
      case OVERLAP -> List.of(overlapping());
      case SWAP -> swapped();
      case RESTART -> List.of(restarted());
      case STALE_SESSION -> List.of(of(frame(sessionBefore, nextBefore, FRAME_SAMPLES_MIN)));
      case DAMAGED_COUNTER ->
          List.of(of(frame(session, next + random.nextLong(1L << 40), FRAME_SAMPLES_MIN)));
      case FORMAT -> List.of(inTheOtherFormat());
      case CLOCK_JUMP -> List.of(afterAClockJump());
      case CLOCK_FAR_AHEAD -> List.of(farAhead());
      case GARBAGE -> List.of(garbage());
      case TRUNCATED -> List.of(truncated());
      case WRONG_KEY -> List.of(ofAnotherNode());
      case WRONG_RATE -> List.of(atAnotherRate());
      case NO_VALUE -> List.of(new Message(key, Optional.empty(), timestampMs()));
      case SILENCE -> fallSilent();
    };
  }

  /** The sound that comes next. */
  private Message sound() {
    int length = random.nextInt(FRAME_SAMPLES_MIN, FRAME_SAMPLES_MAX + 1);
    PcmFrame frame = frame(session, next, length);
    next += length;
    clockMicros += micros(length);
    last = of(frame);
    return last;
  }

  private static long micros(long samples) {
    return samples * MICROS_A_SECOND / Sound.SAMPLE_RATE_HZ;
  }

  private Message soundAfterLosing(int samples) {
    next += samples;
    clockMicros += micros(samples);
    return sound();
  }

  private Message overlapping() {
    int again = (int) Math.min(next, FRAME_SAMPLES_MIN / 2);
    next -= again;
    clockMicros -= micros(again);
    return sound();
  }

  private List<Message> swapped() {
    Message first = sound();
    return List.of(sound(), first);
  }

  private Message restarted() {
    sessionBefore = session;
    nextBefore = next;
    session = random.nextLong(1, Long.MAX_VALUE);
    next = 0;
    return sound();
  }

  private Message inTheOtherFormat() {
    encoding = encoding == PcmEncoding.PCM_S16LE ? PcmEncoding.PCM_F32LE : PcmEncoding.PCM_S16LE;
    return sound();
  }

  private Message afterAClockJump() {
    long most = random.nextBoolean() ? 5 : Duration.ofHours(6).toSeconds();
    clockMicros += random.nextLong(-most * MICROS_A_SECOND, most * MICROS_A_SECOND);
    return sound();
  }

  private Message farAhead() {
    PcmFrame frame = frame(session, next, FRAME_SAMPLES_MIN);
    frame.setCapturedAt(frame.getCapturedAt().plus(FAR_AHEAD));
    return of(frame);
  }

  private Message garbage() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return new Message(key, Optional.of(bytes), timestampMs());
  }

  private Message truncated() {
    byte[] whole = codec.encode(frame(session, next, FRAME_SAMPLES_MIN));
    byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length));
    return new Message(key, Optional.of(part), timestampMs());
  }

  private Message ofAnotherNode() {
    PcmFrame frame = frame(session, next, FRAME_SAMPLES_MIN);
    frame.setNodeId(id + "-impostor");
    return of(frame);
  }

  private Message atAnotherRate() {
    PcmFrame frame = frame(session, next, FRAME_SAMPLES_MIN);
    frame.setSampleRateHz(WRONG_RATE_HZ);
    return of(frame);
  }

  private List<Message> fallSilent() {
    silentTurns = random.nextInt(SILENT_TURNS_MIN, SILENT_TURNS_MAX);
    return List.of();
  }

  private Message of(PcmFrame frame) {
    return new Message(key, Optional.of(codec.encode(frame)), timestampMs());
  }

  private long timestampMs() {
    return Math.floorDiv(clockMicros, 1_000L);
  }

  /** A frame with the stream's next samples, whatever its place says. */
  private PcmFrame frame(long ofSession, long firstSample, int length) {
    short[] samples = new short[length];
    stream.read(samples, 0, length);
    stream.takeFinished();
    return PcmFrame.newBuilder()
        .setNodeId(id)
        .setSession(ofSession)
        .setFirstSample(firstSample)
        .setCapturedAt(Instant.EPOCH.plus(clockMicros, ChronoUnit.MICROS))
        .setSampleRateHz(Sound.SAMPLE_RATE_HZ)
        .setEncoding(encoding)
        .setSamples(encoding == PcmEncoding.PCM_S16LE ? integers(samples) : floats(samples))
        .build();
  }

  private static ByteBuffer integers(short[] samples) {
    ByteBuffer bytes = littleEndian(samples.length * Short.BYTES);
    bytes.asShortBuffer().put(samples);
    return bytes;
  }

  private static ByteBuffer floats(short[] samples) {
    ByteBuffer bytes = littleEndian(samples.length * Float.BYTES);
    for (short sample : samples) {
      bytes.putFloat(sample / 32_768f);
    }
    return bytes.flip();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
