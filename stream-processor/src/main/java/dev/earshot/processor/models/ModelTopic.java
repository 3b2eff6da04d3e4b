package dev.earshot.processor.models;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.contracts.Answers;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.topology.ModelListener;
import dev.earshot.v1.ModelDeployment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic of models for whoever deploys: announces, takes back, and tells what stands there. */
public final class ModelTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, String> clientProperties;

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   */
  public ModelTopic(Map<String, String> clientProperties) {
    this.clientProperties = clientProperties;
  }

  /**
   * Announces a model, and returns when the cluster has it.
   *
   * @param from in whole milliseconds
   * @return when it was announced, by the broker's clock
   * @throws KafkaException where the cluster refuses or does not answer
   */
  public Instant announce(Instant from, ModelFile model) {
    byte[] value =
        SingleObject.of(ModelDeployment.class)
            .encode(
                ModelDeployment.newBuilder()
                    .setModelId(model.id())
                    .setFrom(from)
                    .setFile(ByteBuffer.wrap(model.bytes()))
                    .build());
    return send(new ProducerRecord<>(Topics.MODELS, from.toString(), value));
  }

  /** Takes back what was announced for a time, as {@link #announce} does what it does. */
  public void takeBack(Instant from) {
    send(new ProducerRecord<>(Topics.MODELS, from.toString(), null));
  }

  private Instant send(ProducerRecord<String, byte[]> record) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      return Instant.ofEpochMilli(Answers.await(producer.send(record)).timestamp());
    }
  }

  /**
   * Everything that stands on the topic now, as a processor would see it.
   *
   * @param models is told of it, record by record
   * @throws KafkaException where the cluster does not answer, or stops to
   */
  public void replayTo(ModelListener models) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(Topics.MODELS, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition) < end) {
        consumer
            .poll(POLL)
            .forEach(
                record ->
                    models.told(
                        record.key(), record.value(), Instant.ofEpochMilli(record.timestamp())));
        if (System.nanoTime() > giveUpAt) {
          throw new TimeoutException("the cluster stopped answering");
        }
      }
    }
  }
}
