package dev.earshot.processor.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Makes consumers beside the topology's own: they reach the cluster as Kafka Streams does, whatever
 * that takes (addresses, TLS, SASL), and read what is committed. Immutable.
 */
public final class ClusterReaders {
  private final StreamsConfig streams;
  private final String applicationId;

  public ClusterReaders(StreamsConfig streams) {
    this.streams = streams;
    applicationId = streams.getString(StreamsConfig.APPLICATION_ID_CONFIG);
  }

  /**
   * A consumer of partitions that it is told of, in no group, from their beginning unless told
   * otherwise. The caller closes it.
   *
   * @param name what it is for, in the client's id
   */
  public Consumer<byte[], byte[]> reader(String name) {
    return new KafkaConsumer<>(properties(name));
  }

  /**
   * The same for somebody who waits.
   *
   * @param patience with a cluster that does not answer
   */
  public Consumer<byte[], byte[]> reader(String name, Duration patience) {
    Map<String, Object> properties = properties(name);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    return new KafkaConsumer<>(properties);
  }

  /** The properties of such a consumer, for one that needs others too. */
  public Map<String, Object> properties(String name) {
    Map<String, Object> properties =
        new HashMap<>(streams.getRestoreConsumerConfigs(applicationId + "-" + name));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return properties;
  }
}
