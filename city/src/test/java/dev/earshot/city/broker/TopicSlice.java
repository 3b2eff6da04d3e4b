package dev.earshot.city.broker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The committed records that somebody added to some topics, as their bytes; equal to another when
 * all records are, in the same order within each partition.
 *
 * @param byPartition each record as {@code key timestamp base64-of-value}
 */
record TopicSlice(Map<String, List<String>> byPartition) {

  /** Runs something, and takes what it has added when it is done. */
  static TopicSlice addedBy(
      Map<String, String> client, List<String> topics, Duration patience, Runnable run) {
    Map<TopicPartition, Long> begins = ends(client, topics, "read_uncommitted");
    run.run();
    // a transaction that nobody ends is ended by the broker, and hides what is behind it till then
    await()
        .atMost(patience)
        .until(
            () ->
                ends(client, topics, "read_committed")
                    .equals(ends(client, topics, "read_uncommitted")));
    return read(client, begins);
  }

  private static Map<TopicPartition, Long> ends(
      Map<String, String> client, List<String> topics, String isolation) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(client, isolation)) {
      return new HashMap<>(
          consumer.endOffsets(
              topics.stream()
                  .flatMap(topic -> consumer.partitionsFor(topic).stream())
                  .map(info -> new TopicPartition(info.topic(), info.partition()))
                  .toList()));
    }
  }

  private static TopicSlice read(Map<String, String> client, Map<TopicPartition, Long> begins) {
    Map<String, List<String>> byPartition = new TreeMap<>();
    try (KafkaConsumer<String, byte[]> consumer = consumer(client, "read_committed")) {
      consumer.assign(begins.keySet());
      begins.forEach(consumer::seek);
      Map<TopicPartition, Long> ends = consumer.endOffsets(begins.keySet());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record ->
                    byPartition
                        .computeIfAbsent(
                            record.topic() + "-" + record.partition(), p -> new ArrayList<>())
                        .add(
                            record.key()
                                + " "
                                + record.timestamp()
                                + " "
                                + Base64.getEncoder().encodeToString(record.value())));
      }
    }
    return new TopicSlice(byPartition);
  }

  private static KafkaConsumer<String, byte[]> consumer(
      Map<String, String> client, String isolation) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("isolation.level", isolation);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** The keys of one topic's records. */
  Set<String> nodesIn(String topic) {
    return byPartition.entrySet().stream()
        .filter(partition -> partition.getKey().startsWith(topic + "-"))
        .flatMap(partition -> partition.getValue().stream())
        .map(record -> record.substring(0, record.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** How many records and what they come to; they themselves would fill the screen. */
  @Override
  public String toString() {
    return byPartition.entrySet().stream()
        .map(
            partition ->
                "%s: %d records, hash %08x"
                    .formatted(
                        partition.getKey(),
                        partition.getValue().size(),
                        partition.getValue().hashCode()))
        .collect(Collectors.joining(", "));
  }
}
