package dev.earshot.city.demo;

import dev.earshot.processor.PrometheusMetrics;
import dev.earshot.processor.query.CityView;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams;

/** The demo within Quarkus: hands what Quarkus has made to the {@link DemoRun} of this process. */
@Singleton
class DemoApp implements QuarkusApplication {
  private final KafkaStreams streams;
  private final CityView view;
  private final PrometheusMetrics metrics;

  @Inject
  DemoApp(KafkaStreams streams, CityView view, PrometheusMetrics metrics) {
    this.streams = streams;
    this.view = view;
    this.metrics = metrics;
  }

  @Override
  public int run(String... args) {
    DemoRun.current().play(streams, view, metrics::samplesHeard);
    return 0;
  }
}
