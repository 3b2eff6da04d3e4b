package dev.earshot.processor.profiles;

import dev.earshot.contracts.Answers;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.v1.NodeProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

/** The topic of profiles for whoever sets one: what stands there of a node, and what is to. */
public final class ProfileTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final SingleObject<NodeProfile> CODEC = SingleObject.of(NodeProfile.class);

  private final Map<String, String> clientProperties;

  /**
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   */
  public ProfileTopic(Map<String, String> clientProperties) {
    this.clientProperties = clientProperties;
  }

  /**
   * The newest profile of a node; empty where there is none, or it was taken back.
   *
   * @throws KafkaException where the cluster refuses, stops to answer, or has no such topic
   */
  public Optional<NodeProfile> newest(String nodeId) {
    byte[] key = nodeId.getBytes(StandardCharsets.UTF_8);
    Optional<NodeProfile> newest = Optional.empty();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> all =
          consumer.partitionsFor(Topics.NODE_PROFILES).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
      while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (Arrays.equals(record.key(), key)) {
            newest = read(record.value());
          }
        }
        if (System.nanoTime() > giveUpAt) {
          throw new TimeoutException("the cluster stopped answering");
        }
      }
    }
    return newest;
  }

  private static Optional<NodeProfile> read(byte[] value) {
    try {
      return value == null ? Optional.empty() : Optional.of(CODEC.decode(value));
    } catch (UndecodableException e) {
      throw new KafkaException("a profile there can't be read: " + e.getMessage(), e);
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Sets a node's profile in place of the one before, and returns when the cluster has it.
   *
   * @throws KafkaException where the cluster refuses or does not answer
   */
  public void set(NodeProfile profile) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      Answers.await(
          producer.send(
              new ProducerRecord<>(
                  Topics.NODE_PROFILES, profile.getNodeId(), CODEC.encode(profile))));
    }
  }
}
