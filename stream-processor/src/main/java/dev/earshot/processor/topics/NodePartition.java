package dev.earshot.processor.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** Where the records of a node are: keyed by its id, as Kafka's own partitioner spreads keys. */
public final class NodePartition {
  private NodePartition() {}

  /** The partition of a topic that has the records with this key. */
  public static TopicPartition of(Consumer<?, ?> consumer, String topic, byte[] key) {
    int partitions = consumer.partitionsFor(topic).size();
    return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
  }

  /** The key of a node's records. */
  public static byte[] key(String nodeId) {
    return nodeId.getBytes(StandardCharsets.UTF_8);
  }
}
