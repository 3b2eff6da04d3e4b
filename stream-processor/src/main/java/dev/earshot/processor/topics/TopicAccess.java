package dev.earshot.processor.topics;

import dev.earshot.contracts.Answers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads what stands on a topic, and adds to it; a client each time. Immutable. */
public final class TopicAccess {
  /** As Kafka's own producers have it. */
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(120);

  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> clientProperties;
  private final Duration patience;

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   */
  public TopicAccess(Map<String, ?> clientProperties) {
    this(clientProperties, USUAL_PATIENCE);
  }

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   * @param patience with a cluster that does not take a record; half of it with one that does not
   *     answer at all. A second at least
   */
  public TopicAccess(Map<String, ?> clientProperties, Duration patience) {
    this.clientProperties = Map.copyOf(clientProperties);
    this.patience = patience;
  }

  /**
   * Shows every committed record up to where the partitions end now, those of one partition in
   * their order.
   *
   * @param which the partitions, asked of the consumer that reads them
   * @throws KafkaException where the cluster refuses, does not answer, or stops to
   */
  public void read(
      Function<Consumer<byte[], byte[]>, List<TopicPartition>> which,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(patience.dividedBy(2)));
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(patience.dividedBy(4)));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = which.apply(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long giveUpAt = System.nanoTime() + patience.dividedBy(2).toNanos();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(POLL).forEach(visitor);
        if (System.nanoTime() > giveUpAt) {
          throw new TimeoutException("the cluster stopped answering");
        }
      }
    }
  }

  /**
   * Sends a record, and returns when the cluster has it.
   *
   * @throws KafkaException where the cluster refuses or does not answer
   */
  public RecordMetadata send(ProducerRecord<String, byte[]> record) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(patience.dividedBy(2)));
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(patience.dividedBy(4)));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(patience));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      return Answers.await(producer.send(record));
    }
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
