package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.FailedThreads;
import dev.earshot.processor.PrometheusMetrics;
import dev.earshot.processor.query.CityFigures;
import dev.earshot.processor.query.CityFigures.Figures;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.NodeView;
import dev.earshot.v1.NodeStatusKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;

/** How much is going on now, and how late. Thread-safe. */
@Singleton
class LiveFigures {
  private static final Duration MEASURED_OVER = Duration.ofSeconds(2);
  private static final Set<String> NOT_HEARD =
      Set.of(NodeStatusKind.UNKNOWN.name(), NodeStatusKind.SILENT.name());

  private final KafkaStreams streams;
  private final CityView city;
  private final CityFigures cityFigures;
  private final PrometheusMetrics metrics;
  private final FailedThreads threads;
  private long measuredAtNanos = System.nanoTime();
  private long measuredFrames;
  private double framesPerS;

  LiveFigures(
      KafkaStreams streams,
      CityView city,
      CityFigures cityFigures,
      PrometheusMetrics metrics,
      FailedThreads threads) {
    this.streams = streams;
    this.city = city;
    this.cityFigures = cityFigures;
    this.metrics = metrics;
    this.threads = threads;
    measuredFrames = metrics.framesProcessed(); // long before anybody looks, maybe
  }

  /**
   * The figures.
   *
   * @param framesPerS frames a second that this instance processes
   * @param windowsPerS windows a second that all instances score
   * @param sensors nodes of the whole city that are heard
   * @param lag records that this instance has not processed yet, of its partition that has most
   * @param delayP50S median seconds from sound to score, by the nodes' clocks
   * @param delayP95S the same of 95 %
   * @param restarts of this instance's threads
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record View(
      double framesPerS,
      double windowsPerS,
      long sensors,
      long lag,
      Optional<Double> delayP50S,
      Optional<Double> delayP95S,
      long restarts) {}

  synchronized View now() {
    long now = System.nanoTime();
    long since = now - measuredAtNanos;
    if (since >= MEASURED_OVER.toNanos()) {
      long frames = metrics.framesProcessed();
      framesPerS = (frames - measuredFrames) * 1e9 / since;
      measuredFrames = frames;
      measuredAtNanos = now;
    }
    Figures written = cityFigures.now();
    return new View(
        framesPerS,
        written.windowsPerS(),
        city.nodes().stream().map(NodeView::status).filter(s -> !NOT_HEARD.contains(s)).count(),
        Work.of(streams).lag(),
        written.delayP50S(),
        written.delayP95S(),
        threads.replaced());
  }
}
