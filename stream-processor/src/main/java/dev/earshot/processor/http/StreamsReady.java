package dev.earshot.processor.http;

import dev.earshot.processor.ProcessorConfig;
import dev.earshot.processor.PrometheusMetrics;
import dev.earshot.processor.models.DeployedModels;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while frames are processed: the model is loaded, the streams run, partitions are assigned, and
 * what there is to do is done.
 */
@Readiness
@Singleton
class StreamsReady implements HealthCheck {
  private final KafkaStreams streams;
  private final DeployedModels models;
  private final PrometheusMetrics metrics;
  private final Duration patience;

  StreamsReady(
      KafkaStreams streams,
      DeployedModels models,
      PrometheusMetrics metrics,
      ProcessorConfig config) {
    this.streams = streams;
    this.models = models;
    this.metrics = metrics;
    this.patience = config.watchdog();
  }

  @Override
  public HealthCheckResponse call() {
    Work work = Work.of(streams);
    boolean stuck = work.lag() > 0 && metrics.sinceLastRecord().compareTo(patience) > 0;
    return HealthCheckResponse.named("processing")
        .status(work.partitions() > 0 && !stuck)
        .withData("state", streams.state().name())
        .withData("partitions", work.partitions())
        .withData("lag", work.lag())
        .withData("stuck", stuck)
        .withData("model", models.at(Instant.now()).id())
        .build();
  }
}
