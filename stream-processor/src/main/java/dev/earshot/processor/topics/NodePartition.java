package dev.earshot.processor.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/** Where the records of a node are: keyed by its id, as Kafka's own partitioner spreads keys. */
public final class NodePartition {
  private NodePartition() {}

  /**
   * The partition of a topic that has the records with this key.
   *
   * @throws org.apache.kafka.common.KafkaException where the cluster does not answer, or has no
   *     such topic
   */
  public static TopicPartition of(Consumer<?, ?> consumer, String topic, byte[] key) {
    int partitions = consumer.partitionsFor(topic).size();
    if (partitions == 0) {
      throw new UnknownTopicOrPartitionException("there is no topic " + topic);
    }
    return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
  }

  /** The key of a node's records. */
  public static byte[] key(String nodeId) {
    return nodeId.getBytes(StandardCharsets.UTF_8);
  }
}
