package dev.earshot.contracts;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * One contract as Kafka clients and Kafka Streams take it: serde, serializer and deserializer in
 * one, in {@linkplain SingleObject single-object encoding}. Keys of all topics are the node's id as
 * UTF-8: use Kafka's {@code StringSerializer} and {@code StringDeserializer} for them. A null value
 * (a tombstone of a compacted topic) stays null.
 *
 * <p>Bytes that are no such record throw {@link SerializationException} with the {@link
 * UndecodableException} as its cause. Where such bytes are data, as in the stream processor, take
 * them as bytes and decode them with {@link SingleObject}. Thread-safe; holds nothing to close.
 *
 * @param <T> the generated record
 */
public final class AvroSerde<T extends SpecificRecord>
    implements Serde<T>, Serializer<T>, Deserializer<T> {
  private final SingleObject<T> codec;

  private AvroSerde(SingleObject<T> codec) {
    this.codec = codec;
  }

  /** For a contract of this project. */
  public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type) {
    return new AvroSerde<>(SingleObject.of(type));
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  public byte[] serialize(String topic, T value) {
    return value == null ? null : codec.encode(value);
  }

  @Override
  public T deserialize(String topic, byte[] message) {
    if (message == null) {
      return null;
    }
    try {
      return codec.decode(message);
    } catch (UndecodableException e) {
      throw new SerializationException("a record of " + topic + " is " + e.getMessage(), e);
    }
  }

  @Override
  public Serializer<T> serializer() {
    return this;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this;
  }

  @Override
  public void close() {}
}
