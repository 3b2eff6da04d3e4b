package dev.earshot.processor.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record is its timestamp. One without any, or with a negative one, takes that of the
 * records before it: Kafka's own extractors throw at it or drop it. Stateless.
 */
public final class RecordTime implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
    return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTimeMs);
  }
}
