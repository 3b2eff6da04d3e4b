package dev.earshot.processor.simulation;

import dev.earshot.contracts.NodeId;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a node sends, in the terms in which it is made up.
 *
 * @param samples in it, if no damage changes that
 * @param timestampMs of the record
 * @param damage what is wrong with it in itself
 * @param damagedAt where, or how much; what of it counts is the damage's business
 */
record Message(
    String nodeId,
    long session,
    long firstSample,
    int samples,
    long capturedAtMicros,
    PcmEncoding encoding,
    Sound sound,
    long timestampMs,
    Damage damage,
    int damagedAt,
    Signing signing) {

  private static final SingleObject<PcmFrame> CODEC = SingleObject.of(PcmFrame.class);

  private static final int AVRO_HEADER_BYTES = 10;
  private static final float ABSURD = 65;

  Message damaged(Damage damage, int at) {
    return with(session, firstSample, samples, encoding, sound, timestampMs, damage, at, signing);
  }

  Message at(long session, long firstSample) {
    return with(
        session, firstSample, samples, encoding, sound, timestampMs, damage, damagedAt, signing);
  }

  Message sounding(Sound sound) {
    return with(
        session, firstSample, samples, encoding, sound, timestampMs, damage, damagedAt, signing);
  }

  Message lasting(int samples) {
    return with(
        session, firstSample, samples, encoding, sound, timestampMs, damage, damagedAt, signing);
  }

  Message in(PcmEncoding encoding) {
    return with(
        session, firstSample, samples, encoding, sound, timestampMs, damage, damagedAt, signing);
  }

  Message stamped(long timestampMs) {
    return with(
        session, firstSample, samples, encoding, sound, timestampMs, damage, damagedAt, signing);
  }

  Message signed(Signing signing) {
    return with(
        session, firstSample, samples, encoding, sound, timestampMs, damage, damagedAt, signing);
  }

  boolean follows(Message other) {
    return nodeId.equals(other.nodeId)
        && session == other.session
        && firstSample == other.firstSample + other.samples;
  }

  private Message with(
      long session,
      long firstSample,
      int samples,
      PcmEncoding encoding,
      Sound sound,
      long timestampMs,
      Damage damage,
      int damagedAt,
      Signing signing) {
    return new Message(
        nodeId,
        session,
        firstSample,
        samples,
        capturedAtMicros,
        encoding,
        sound,
        timestampMs,
        damage,
        damagedAt,
        signing);
  }

  /** The record as the processor of this life gets it. */
  Arrival arrival(Life life) {
    byte[] rightKey = frameId().getBytes(StandardCharsets.UTF_8);
    byte[] key =
        switch (damage) {
          case NO_KEY -> null;
          case OTHER_KEY -> (nodeId + "'").getBytes(StandardCharsets.UTF_8);
          default -> rightKey;
        };
    byte[] right = CODEC.encode(frame(life.sampleRateHz()));
    Optional<byte[]> signature = life.signaturesRequired() ? signing.of(right) : Optional.empty();
    byte[] value = damage == Damage.NO_VALUE ? null : damaged(right);
    return new Arrival(key, value, timestampMs, signature);
  }

  private byte[] damaged(byte[] right) {
    switch (damage) {
      case CUT_SHORT:
        return Arrays.copyOf(right, damagedAt % right.length);
      case GOES_ON:
        return Arrays.copyOf(right, right.length + 1 + damagedAt % 5);
      case BIT_FLIPPED:
        // half of them before the samples, where it matters
        int bits = 8 * (damagedAt % 2 == 0 ? Math.min(right.length, 50) : right.length);
        int bit = damagedAt / 2 % bits;
        byte[] flipped = right.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
      case ENDLESS_NUMBER:
        Arrays.fill(right, AVRO_HEADER_BYTES, AVRO_HEADER_BYTES + 11, (byte) 0xFF);
        return right;
      case OTHER_SCHEMA:
        right[2 + damagedAt % Long.BYTES]++;
        return right;
      case RANDOM_BYTES:
        byte[] random = new byte[damagedAt % 64];
        new SplittableRandom(damagedAt).nextBytes(random);
        return random;
      default:
        return right;
    }
  }

  private PcmFrame frame(int sampleRateHz) {
    return PcmFrame.newBuilder()
        .setNodeId(frameId())
        .setSession(session)
        .setFirstSample(firstSample)
        .setCapturedAt(Instant.EPOCH.plus(capturedAtMicros, ChronoUnit.MICROS))
        .setSampleRateHz(damage == Damage.OTHER_RATE ? sampleRateHz + 1 : sampleRateHz)
        .setEncoding(damage == Damage.UNKNOWN_ENCODING ? PcmEncoding.UNKNOWN : encoding)
        .setSamples(pcm(sampleRateHz))
        .build();
  }

  private String frameId() {
    return switch (damage) {
      case EMPTY_ID -> "";
      case LONG_ID -> "n".repeat(NodeId.CHARACTERS_MAX + 1);
      default -> nodeId;
    };
  }

  private ByteBuffer pcm(int sampleRateHz) {
    int count =
        switch (damage) {
          case TOO_SHORT -> sampleRateHz / 100 - 1;
          case TOO_LONG -> 2 * sampleRateHz + 1;
          default -> samples;
        };
    float[] sound = this.sound.samples(count);
    if (encoding == PcmEncoding.PCM_F32LE) {
      switch (damage) {
        case NOT_A_NUMBER -> sound[damagedAt % count] = Float.NaN;
        case BEYOND_FULL_SCALE -> sound[damagedAt % count] = -ABSURD;
        default -> {}
      }
    }
    return encoded(sound, damage == Damage.HALF_A_SAMPLE ? 1 : 0);
  }

  private ByteBuffer encoded(float[] sound, int moreBytes) {
    boolean s16 = encoding == PcmEncoding.PCM_S16LE;
    ByteBuffer pcm =
        ByteBuffer.allocate(sound.length * (s16 ? Short.BYTES : Float.BYTES) + moreBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : sound) {
      if (s16) {
        pcm.putShort((short) (sample * Short.MAX_VALUE));
      } else {
        pcm.putFloat(sample);
      }
    }
    return pcm.rewind();
  }

  /** In plain words. */
  @Override
  public String toString() {
    String words =
        "%s: session %d, samples %d to before %d, captured at %s, %s of %s, stamped %s"
            .formatted(
                nodeId.length() > 20 ? nodeId.length() + " characters" : nodeId,
                session,
                firstSample,
                firstSample + samples,
                Instant.EPOCH.plus(capturedAtMicros, ChronoUnit.MICROS),
                encoding,
                sound,
                Instant.ofEpochMilli(timestampMs));
    String whole = signing == Signing.BY_ITS_NODE ? words : words + ", signed " + signing;
    return damage == Damage.NONE ? whole : whole + ", " + damage + " (" + damagedAt + ")";
  }
}
