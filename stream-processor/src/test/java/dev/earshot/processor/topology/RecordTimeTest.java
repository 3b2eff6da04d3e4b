package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
  private static long extract(long timestamp, long partitionTime) {
    ConsumerRecord<Object, Object> record =
        new ConsumerRecord<>(
            "t",
            0,
            0,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            null,
            new RecordHeaders(),
            Optional.empty());
    return new RecordTime().extract(record, partitionTime);
  }

  @Test
  void aTimestampIsTaken() {
    assertThat(extract(1_000, 5_000)).isEqualTo(1_000);
    assertThat(extract(0, 5_000)).isZero();
  }

  @Test
  void whatHasNoneTakesThePartitions() {
    assertThat(extract(-1, 5_000)).isEqualTo(5_000);
    assertThat(extract(Long.MIN_VALUE, -1)).isZero();
  }
}
