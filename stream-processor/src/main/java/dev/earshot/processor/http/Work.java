package dev.earshot.processor.http;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * What this instance has to do.
 *
 * @param partitions assigned to it; 0 unless it runs
 * @param lag records that its consumers know of and have not been given yet, of the partition that
 *     has most
 */
record Work(long partitions, long lag) {
  static Work of(KafkaStreams streams) {
    long partitions =
        streams.state() == State.RUNNING
            ? streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum()
            : 0;
    double lag =
        streams.metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals("records-lag-max"))
            .filter(metric -> !metric.metricName().tags().containsKey("topic"))
            .map(metric -> (double) metric.metricValue())
            .filter(value -> !value.isNaN())
            .reduce(0.0, Math::max);
    return new Work(partitions, (long) lag);
  }
}
