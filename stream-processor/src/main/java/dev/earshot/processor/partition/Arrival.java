package dev.earshot.processor.partition;

import java.util.Optional;

/**
 * What a partition's life takes of a record of the topic of frames.
 *
 * @param key null where the record has none
 * @param value null where the record has none
 * @param timestampMs the record's timestamp, milliseconds since the epoch, not negative
 * @param signature its header {@code earshot.signature}, empty where it has none
 */
public record Arrival(byte[] key, byte[] value, long timestampMs, Optional<byte[]> signature) {
  /** One that is not signed. */
  public Arrival(byte[] key, byte[] value, long timestampMs) {
    this(key, value, timestampMs, Optional.empty());
  }
}
