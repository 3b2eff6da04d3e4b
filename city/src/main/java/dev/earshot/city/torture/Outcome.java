package dev.earshot.city.torture;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record of a topic but for its place, equal to another bit for bit.
 *
 * @param key empty for a record without any
 * @param value empty for a record without any
 * @param timestampMs milliseconds since the epoch
 */
record Outcome(
    Optional<ByteBuffer> key, Optional<ByteBuffer> value, long timestampMs, List<Tag> tags) {
  /** One header. */
  record Tag(String name, ByteBuffer value) {}

  /** Of these arrays, which are nobody's to change any more; null where there is none. */
  static Outcome of(byte[] key, byte[] value, long timestampMs, Headers headers) {
    return new Outcome(
        Optional.ofNullable(key).map(ByteBuffer::wrap),
        Optional.ofNullable(value).map(ByteBuffer::wrap),
        timestampMs,
        Stream.of(headers.toArray())
            .map(header -> new Tag(header.key(), ByteBuffer.wrap(header.value())))
            .toList());
  }

  static Outcome of(ConsumerRecord<byte[], byte[]> record) {
    return of(record.key(), record.value(), record.timestamp(), record.headers());
  }
}
