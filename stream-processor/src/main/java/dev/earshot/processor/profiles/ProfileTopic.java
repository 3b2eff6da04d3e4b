package dev.earshot.processor.profiles;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.processor.topics.TopicAccess;
import dev.earshot.v1.NodeProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The topic of profiles for whoever sets one: what stands there of a node, and what is to. */
public final class ProfileTopic {
  private static final SingleObject<NodeProfile> CODEC = SingleObject.of(NodeProfile.class);

  /** Header of a record without a value: who took the profile back. */
  public static final String SET_BY = "set-by";

  private final TopicAccess topic;

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   */
  public ProfileTopic(Map<String, ?> clientProperties) {
    this.topic = new TopicAccess(clientProperties);
  }

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   * @param patience as {@link TopicAccess} has it
   */
  public ProfileTopic(Map<String, ?> clientProperties, Duration patience) {
    this.topic = new TopicAccess(clientProperties, patience);
  }

  /**
   * The newest profile of a node; empty where there is none, or it was taken back.
   *
   * @throws KafkaException where the cluster refuses, stops to answer, or has no such topic
   */
  public Optional<NodeProfile> newest(String nodeId) {
    byte[] key = NodePartition.key(nodeId);
    AtomicReference<Optional<NodeProfile>> newest = new AtomicReference<>(Optional.empty());
    topic.read(
        ProfileTopic::partitions,
        record -> {
          if (Arrays.equals(record.key(), key)) {
            newest.set(read(record.value()));
          }
        });
    return newest.get();
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(Topics.NODE_PROFILES).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private static Optional<NodeProfile> read(byte[] value) {
    try {
      return value == null ? Optional.empty() : Optional.of(CODEC.decode(value));
    } catch (UndecodableException e) {
      throw new KafkaException("a profile there can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Sets a node's profile in place of the one before, and returns when the cluster has it.
   *
   * @throws KafkaException where the cluster refuses or does not answer
   */
  public void set(NodeProfile profile) {
    topic.send(
        new ProducerRecord<>(Topics.NODE_PROFILES, profile.getNodeId(), CODEC.encode(profile)));
  }

  /**
   * Takes a node's profile back, and returns when the cluster has it.
   *
   * @param by who does, which stands in the record's header {@value #SET_BY}
   * @throws KafkaException where the cluster refuses or does not answer
   */
  public void takeBack(String nodeId, String by) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.NODE_PROFILES, nodeId, null);
    record.headers().add(SET_BY, by.getBytes(StandardCharsets.UTF_8));
    topic.send(record);
  }
}
