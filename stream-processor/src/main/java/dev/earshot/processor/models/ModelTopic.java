package dev.earshot.processor.models;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.topics.TopicAccess;
import dev.earshot.processor.topology.ModelListener;
import dev.earshot.v1.ModelDeployment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The topic of models for whoever deploys: announces, takes back, and tells what stands there. */
public final class ModelTopic {
  private static final List<TopicPartition> PARTITIONS =
      List.of(new TopicPartition(Topics.MODELS, 0));

  private final TopicAccess topic;

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   */
  public ModelTopic(Map<String, String> clientProperties) {
    this.topic = new TopicAccess(clientProperties);
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
    return Instant.ofEpochMilli(topic.send(record).timestamp());
  }

  /**
   * Everything that stands on the topic now, as a processor would see it.
   *
   * @param models is told of it, record by record
   * @throws KafkaException where the cluster does not answer, or stops to
   */
  public void replayTo(ModelListener models) {
    topic.read(
        consumer -> PARTITIONS,
        record ->
            models.told(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp())));
  }
}
