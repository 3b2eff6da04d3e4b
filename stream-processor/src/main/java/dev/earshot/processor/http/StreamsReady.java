package dev.earshot.processor.http;

import dev.earshot.acoustics.model.ModelFile;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while frames are processed: the model is loaded, the streams run, partitions are assigned. */
@Readiness
@Singleton
class StreamsReady implements HealthCheck {
  private final KafkaStreams streams;
  private final ModelFile model;

  StreamsReady(KafkaStreams streams, ModelFile model) {
    this.streams = streams;
    this.model = model;
  }

  @Override
  public HealthCheckResponse call() {
    State state = streams.state();
    long partitions =
        state == State.RUNNING
            ? streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum()
            : 0;
    return HealthCheckResponse.named("processing")
        .status(partitions > 0)
        .withData("state", state.name())
        .withData("partitions", partitions)
        .withData("model", model.id())
        .build();
  }
}
