package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.SchemaNormalization;

/**
 * A {@code PcmFrame} as it stands in a record, read byte by byte by Avro's specification, and what
 * is wrong with it by the rules of "Is it right in itself?".
 *
 * @param stampedMs the record's timestamp
 */
record PlainFrame(
    String nodeId,
    long session,
    long firstSample,
    long capturedAtMicros,
    long stampedMs,
    long sampleRateHz,
    int encoding,
    byte[] bytes) {

  static final int S16 = 1;
  static final int F32 = 2;
  private static final int ENCODINGS = 3;

  private static final long FINGERPRINT =
      SchemaNormalization.parsingFingerprint64(PcmFrame.getClassSchema());

  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /** What no clock says yet. */
  static final Instant YEAR_2200 = Instant.parse("2200-01-01T00:00:00Z");

  /** The bytes are no frame, for this reason. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    final Reason reason;

    Unreadable(Reason reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }

  static PlainFrame read(Arrival record, int modelRateHz) throws Unreadable {
    if (record.value() == null) {
      throw new Unreadable(Reason.NO_VALUE);
    }
    if (record.value().length > 2 * modelRateHz * 4 + 1_024) {
      throw new Unreadable(Reason.WRONG_LENGTH);
    }
    Reader in = new Reader(record.value());
    in.header();
    PlainFrame frame =
        new PlainFrame(
            in.text(),
            in.number(),
            in.number(),
            in.number(),
            record.timestampMs(),
            in.smallNumber(),
            in.symbolOf(ENCODINGS),
            in.bytes());
    if (in.left() > 0) {
      throw new Unreadable(Reason.TRAILING_BYTES);
    }
    return frame;
  }

  private static final class Reader {
    private final byte[] message;
    private int at;

    Reader(byte[] message) {
      this.message = message;
    }

    int left() {
      return message.length - at;
    }

    void header() throws Unreadable {
      byte[] marker = {(byte) 0xC3, 1};
      int there = Math.min(marker.length, message.length);
      if (!Arrays.equals(message, 0, there, marker, 0, there)) {
        throw new Unreadable(Reason.NOT_SINGLE_OBJECT);
      }
      take(marker.length);
      long fingerprint =
          ByteBuffer.wrap(message, take(Long.BYTES), Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .getLong();
      if (fingerprint != FINGERPRINT) {
        throw new Unreadable(Reason.UNKNOWN_SCHEMA);
      }
    }

    /** Moves on; the place where these bytes are. */
    private int take(long bytes) throws Unreadable {
      if (bytes < 0) {
        throw new Unreadable(Reason.DAMAGED);
      }
      if (bytes > left()) {
        throw new Unreadable(Reason.TRUNCATED);
      }
      int start = at;
      at += (int) bytes;
      return start;
    }

    long number() throws Unreadable {
      long zigzag = 0;
      for (int i = 0; i < 10; i++) {
        byte next = message[take(1)];
        zigzag |= (next & 127L) << 7 * i;
        if (next >= 0) {
          return zigzag >>> 1 ^ -(zigzag & 1);
        }
      }
      throw new Unreadable(Reason.DAMAGED);
    }

    long smallNumber() throws Unreadable {
      long number = number();
      if (number != (int) number) {
        throw new Unreadable(Reason.DAMAGED);
      }
      return number;
    }

    int symbolOf(int symbols) throws Unreadable {
      long symbol = smallNumber();
      if (symbol < 0 || symbol >= symbols) {
        throw new Unreadable(Reason.DAMAGED);
      }
      return (int) symbol;
    }

    byte[] bytes() throws Unreadable {
      long length = number();
      int start = take(length);
      return Arrays.copyOfRange(message, start, at);
    }

    String text() throws Unreadable {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
      } catch (CharacterCodingException e) {
        throw new Unreadable(Reason.DAMAGED);
      }
    }
  }

  /** All that is wrong with it in itself. */
  Set<Reason> wrongs(Arrival record, int modelRateHz) {
    Set<Reason> wrongs = EnumSet.noneOf(Reason.class);
    if (nodeId.isEmpty()
        || nodeId.length() > 128
        || nodeId.chars().anyMatch(c -> !isShown(c))
        || !Arrays.equals(record.key(), nodeId.getBytes(StandardCharsets.UTF_8))) {
      wrongs.add(Reason.WRONG_KEY);
    }
    if (sampleRateHz != modelRateHz) {
      wrongs.add(Reason.WRONG_SAMPLE_RATE);
    }
    if (encoding != S16 && encoding != F32) {
      wrongs.add(Reason.UNKNOWN_ENCODING);
      return wrongs; // how many samples it has cannot be said
    }
    if (bytes.length % sampleBytes() != 0
        || count() < modelRateHz / 100
        || count() > 2 * modelRateHz) {
      wrongs.add(Reason.WRONG_LENGTH);
    }
    if (firstSample < 0 || firstSample > (1L << 53) - count()) {
      wrongs.add(Reason.WRONG_POSITION);
    }
    if (capturedAtMicros < 0
        || capturedAtMicros >= YEAR_2200.toEpochMilli() * 1_000
        || capturedAtMicros > (record.timestampMs() + DAY_MS) * 1_000) {
      wrongs.add(Reason.WRONG_TIME);
    }
    for (float sample : samples()) {
      if (!Float.isFinite(sample)) {
        wrongs.add(Reason.NOT_FINITE);
      } else if (Math.abs(sample) > 64) {
        wrongs.add(Reason.BEYOND_FULL_SCALE);
      }
    }
    return wrongs;
  }

  /** Characters that command a terminal or turn text around are in no name. */
  private static boolean isShown(int character) {
    boolean control = character < 0x20 || character >= 0x7f && character < 0xa0;
    boolean ofLines = character == 0x2028 || character == 0x2029;
    boolean turns =
        character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069;
    return !control && !ofLines && !turns;
  }

  private int sampleBytes() {
    return encoding == S16 ? 2 : 4;
  }

  int count() {
    return bytes.length / sampleBytes();
  }

  /** The sample that would follow on it. */
  long end() {
    return firstSample + count();
  }

  /** Full scale 1. */
  float[] samples() {
    ByteBuffer pcm = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = encoding == S16 ? pcm.getShort() / 32_768f : pcm.getFloat();
    }
    return samples;
  }
}
