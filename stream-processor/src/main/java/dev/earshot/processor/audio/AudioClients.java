package dev.earshot.processor.audio;

import dev.earshot.processor.topics.ClusterReaders;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** Makes Kafka clients for what keeps sound; they reach the cluster as Kafka Streams does. */
final class AudioClients {
  /** What an instance leaves open when it is killed holds the readers up for so long. */
  private static final int TRANSACTION_MS = 10_000;

  private final StreamsConfig streams;
  private final ClusterReaders readers;
  private final String applicationId;

  AudioClients(StreamsConfig streams) {
    this.streams = streams;
    this.readers = new ClusterReaders(streams);
    applicationId = streams.getString(StreamsConfig.APPLICATION_ID_CONFIG);
  }

  /** A consumer of partitions that it is told of, in no group. */
  Consumer<byte[], byte[]> reader(String clientId) {
    return readers.reader(clientId);
  }

  /**
   * A member of the group that shares the alarms among the instances. One alarm takes its time, so
   * they come one by one. What was before the group's first member is passed over.
   */
  Consumer<byte[], byte[]> member() {
    Map<String, Object> properties = readers.properties("audio-member");
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group());
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return new KafkaConsumer<>(properties);
  }

  String group() {
    return applicationId + "-audio";
  }

  /** A producer of transactions; who takes over is known by the group, not by the producer's id. */
  Producer<byte[], byte[]> producer() {
    Map<String, Object> properties =
        new HashMap<>(streams.getProducerConfigs(applicationId + "-audio-keeper"));
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, applicationId + "-audio-" + UUID.randomUUID());
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
    return new KafkaProducer<>(properties);
  }
}
