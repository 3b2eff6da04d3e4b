package dev.earshot.city.report;

import dev.earshot.contracts.AvroSerde;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** The values of {@link CommittedRecords}, for topics small enough to be held in memory. */
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
    AvroSerde<T> serde = AvroSerde.of(type);
    List<T> values = new ArrayList<>();
    CommittedRecords.read(
        clientProperties, topic, record -> values.add(serde.deserialize(topic, record.value())));
    return values;
  }
}
