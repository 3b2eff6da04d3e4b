package dev.earshot.city.report;

import dev.earshot.contracts.AvroSerde;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic from its beginning to where it ends now, committed records only. For topics small
 * enough to be held in memory.
 */
public final class TopicContents {
  private TopicContents() {}

  /**
   * All values of a topic; those of one partition in their order.
   *
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer, or a record is
   *     no {@code type}
   */
  public static <T extends SpecificRecord> List<T> read(
      Map<String, String> clientProperties, String topic, Class<T> type) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<T> values = new ArrayList<>();
    try (KafkaConsumer<String, T> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), AvroSerde.of(type))) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // with read_committed the end is that of the last finished transaction; the position moves
      // past the marks that transactions leave, so it does get there
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
