package dev.earshot.processor.http;

import dev.earshot.processor.ProcessorConfig;
import dev.earshot.processor.PrometheusMetrics;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down when this instance has processed nothing for too long by the wall clock though partitions
 * are assigned to it. Stream time stands still while nothing arrives, so no node is called silent
 * then; this tells that apart. {@code lag} says whose fault it is: 0, and nothing is sent; more,
 * and the processor is stuck, which readiness says too.
 */
@Wellness
@Singleton
class FramesArrive implements HealthCheck {
  private final KafkaStreams streams;
  private final PrometheusMetrics metrics;
  private final Duration patience;

  FramesArrive(KafkaStreams streams, PrometheusMetrics metrics, ProcessorConfig config) {
    this.streams = streams;
    this.metrics = metrics;
    this.patience = config.watchdog();
  }

  @Override
  public HealthCheckResponse call() {
    Duration since = metrics.sinceLastRecord();
    Work work = Work.of(streams);
    return HealthCheckResponse.named("frames")
        .status(work.partitions() == 0 || since.compareTo(patience) <= 0)
        .withData("seconds_since_last_record", since.toSeconds())
        .withData("lag", work.lag())
        .withData("partitions", work.partitions())
        .build();
  }
}
