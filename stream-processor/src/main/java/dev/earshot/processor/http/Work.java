package dev.earshot.processor.http;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * What this instance has to do.
 *
 * @param partitions assigned to it; 0 unless it runs
 * @param lag records of its own partitions that it knows of and has not been given yet, of the one
 *     that has most; how far its replicas of others' states are behind is not work
 */
record Work(long partitions, long lag) {
  static Work of(KafkaStreams streams) {
    long partitions =
        streams.state() == State.RUNNING
            ? streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum()
            : 0;
    return new Work(partitions, lag(streams.metrics()));
  }

  static long lag(Map<MetricName, ? extends Metric> metrics) {
    return (long)
        metrics.values().stream()
            .filter(metric -> isOfItsPartitions(metric.metricName()))
            .mapToDouble(metric -> (double) metric.metricValue())
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(0);
  }

  /** Of a thread's main consumer as a whole; others restore states, or read the models. */
  private static boolean isOfItsPartitions(MetricName name) {
    String client = name.tags().getOrDefault("client-id", "");
    return name.name().equals("records-lag-max")
        && !name.tags().containsKey("topic")
        && !client.endsWith("-restore-consumer")
        && !client.endsWith("-global-consumer");
  }
}
