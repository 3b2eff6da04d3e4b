package dev.earshot.processor.calibration;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The windows of one node as a processor scores them, from now on. For one thread. */
final class NodeWindows implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final SingleObject<WindowScore> CODEC = SingleObject.of(WindowScore.class);

  private final byte[] key;
  private final Consumer<byte[], byte[]> consumer;

  /**
   * Begins after what is there.
   *
   * @throws KafkaException where the cluster refuses, or has no such topic
   */
  NodeWindows(String nodeId, Map<String, String> clientProperties) {
    key = NodePartition.key(nodeId);
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    // whichever partition its producer has chosen
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.WINDOW_SCORES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
  }

  /** Those that have come since, in order; waits a little for some. */
  List<WindowScore> next() {
    List<WindowScore> windows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() != null && Arrays.equals(record.key(), key)) {
        try {
          windows.add(CODEC.decode(record.value()));
        } catch (UndecodableException e) {
          throw new KafkaException("a record of " + record.topic() + " can't be read: " + e, e);
        }
      }
    }
    return windows;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
