package dev.earshot.processor.topics;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Finds its way in partitions by the timestamps of their records. */
public final class RecordTimes {
  private RecordTimes() {}

  /**
   * Has a consumer go on with the first record of a time or later; where there is none yet, with
   * what is still to come.
   *
   * @param partitions assigned to it
   * @param fromMs milliseconds since the epoch; before it is as at it
   */
  public static void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions, long fromMs) {
    Map<TopicPartition, Long> times =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), each -> Math.max(0, fromMs)));
    Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = offsets.get(partition);
      if (first == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, first.offset());
      }
    }
  }
}
