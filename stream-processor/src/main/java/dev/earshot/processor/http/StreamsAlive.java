package dev.earshot.processor.http;

import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down once Kafka Streams has given up: only a restart of the process mends that. */
@Liveness
@Singleton
class StreamsAlive implements HealthCheck {
  private final KafkaStreams streams;

  StreamsAlive(KafkaStreams streams) {
    this.streams = streams;
  }

  @Override
  public HealthCheckResponse call() {
    State state = streams.state();
    return HealthCheckResponse.named("streams")
        .status(state != State.ERROR && state != State.NOT_RUNNING)
        .withData("state", state.name())
        .build();
  }
}
