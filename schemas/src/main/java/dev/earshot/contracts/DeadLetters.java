package dev.earshot.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The topic of records that could not be used. A dead letter has the key and the value of the
 * original, byte for byte, and says in its headers, as UTF-8 text, why it is there and where the
 * original was.
 *
 * <p>A broker takes what another may not take again: compressed, a record can be far larger than a
 * producer sends, and a letter is larger than its original. What is beyond the limits here is
 * therefore cut, and the header {@link #CUT} says so; the whole stands where the position says.
 */
public final class DeadLetters {
  /** Name of a {@link Reason}. */
  public static final String REASON = "earshot.reason";

  /** One line in words: what exactly was found. */
  public static final String DETAIL = "earshot.detail";

  /** Topic of the original. */
  public static final String TOPIC = "earshot.topic";

  /** Partition of the original, decimal. */
  public static final String PARTITION = "earshot.partition";

  /** Offset of the original, decimal. */
  public static final String OFFSET = "earshot.offset";

  /** Record timestamp of the original, milliseconds since the epoch, decimal. */
  public static final String TIMESTAMP = "earshot.timestamp";

  /** How large the original was, where not all of it is in the letter. */
  public static final String CUT = "earshot.cut";

  private static final int DETAIL_CHARACTERS_MAX = 500;
  private static final int KEY_BYTES_MAX = 4 << 10;
  private static final int VALUE_BYTES_MAX = 256 << 10;
  private static final int HEADER_BYTES_MAX = 64 << 10;

  /** Why a record could not be used. */
  public enum Reason {
    /** There is no value. */
    NO_VALUE,
    /** {@link UndecodableException.Problem#NOT_SINGLE_OBJECT}. */
    NOT_SINGLE_OBJECT,
    /** {@link UndecodableException.Problem#UNKNOWN_SCHEMA}. */
    UNKNOWN_SCHEMA,
    /** {@link UndecodableException.Problem#TRUNCATED}. */
    TRUNCATED,
    /** {@link UndecodableException.Problem#DAMAGED}. */
    DAMAGED,
    /** {@link UndecodableException.Problem#TRAILING_BYTES}. */
    TRAILING_BYTES,
    /** The record's key is not the node's id, or the id is none by {@link NodeId}. */
    WRONG_KEY,
    /** Of as many nodes of the partition as are planned for something is kept already. */
    TOO_MANY_NODES,
    /** The sample rate is not the model's. */
    WRONG_SAMPLE_RATE,
    /** The encoding is unknown to this version. */
    UNKNOWN_ENCODING,
    /** Too few samples, too many, not a whole number of them, or a message larger than any. */
    WRONG_LENGTH,
    /** A sample is not a finite number. */
    NOT_FINITE,
    /** A sample is absurdly far beyond full scale. */
    BEYOND_FULL_SCALE,
    /**
     * The first sample's index is negative or beyond all measure, or jumps there unaccounted for.
     */
    WRONG_POSITION,
    /** The time of capture is not a time that a running node can tell. */
    WRONG_TIME,
    /** The stream has gone on past these samples. */
    LATE,
    /** The session has ended: the node has started another one since. */
    ENDED_SESSION,
    /** A lone frame from amid a session that is not known: the next one must agree with it. */
    UNPROVEN_SESSION,
    /** Signatures are required, and the frame has none, or the node's profile has no key. */
    UNSIGNED,
    /** The signature is not the node's over this frame. */
    FORGED,
    /** The node has signed it, and it has been heard, or the node has said newer things since. */
    REPLAYED,
    /** A node's profile has values that make no sense. */
    WRONG_PROFILE,
    /** The processor failed at it: a bug, to be reported with the letter. */
    PROCESSING_FAILED;

    /** What a codec's problem is called here. */
    public static Reason of(UndecodableException.Problem problem) {
      return switch (problem) {
        case NOT_SINGLE_OBJECT -> NOT_SINGLE_OBJECT;
        case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
        case TRUNCATED -> TRUNCATED;
        case DAMAGED -> DAMAGED;
        case TRAILING_BYTES -> TRAILING_BYTES;
      };
    }
  }

  /** Where a record was found; {@code timestampMs} is its own, milliseconds since the epoch. */
  public record Position(String topic, int partition, long offset, long timestampMs) {}

  /** What goes into the topic; key and value are null where the original's were. */
  public record Letter(byte[] key, byte[] value, Headers headers) {}

  private DeadLetters() {}

  /**
   * The dead letter of a record, of no more than some 330 kB.
   *
   * @param key of the original, or null
   * @param value of the original, or null
   * @param headers of the original, left as they are
   * @param detail one line; cut after 500 characters, so that it cannot grow with what came in
   */
  public static Letter of(
      byte[] key, byte[] value, Headers headers, Reason reason, String detail, Position original) {
    long headerBytes = bytes(headers);
    Headers described =
        headerBytes > HEADER_BYTES_MAX ? new RecordHeaders() : new RecordHeaders(headers.toArray());
    describe(described, reason, detail, original);
    byte[] keyKept = cut(key, KEY_BYTES_MAX);
    byte[] valueKept = cut(value, VALUE_BYTES_MAX);
    if (keyKept != key || valueKept != value || headerBytes > HEADER_BYTES_MAX) {
      put(
          described,
          CUT,
          "of a key of %d, a value of %d and headers of %d bytes"
              .formatted(length(key), length(value), headerBytes));
    }
    return new Letter(keyKept, valueKept, described);
  }

  private static byte[] cut(byte[] bytes, int most) {
    return length(bytes) > most ? Arrays.copyOf(bytes, most) : bytes;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long bytes(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static void describe(Headers headers, Reason reason, String detail, Position original) {
    put(headers, REASON, reason.name());
    put(headers, DETAIL, ShownText.oneLine(detail, DETAIL_CHARACTERS_MAX));
    put(headers, TOPIC, original.topic());
    put(headers, PARTITION, Integer.toString(original.partition()));
    put(headers, OFFSET, Long.toString(original.offset()));
    put(headers, TIMESTAMP, Long.toString(original.timestampMs()));
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** One of a dead letter's headers as text. */
  public static Optional<String> header(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }
}
