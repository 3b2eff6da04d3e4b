package dev.earshot.processor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.query.AnomalyView;
import dev.earshot.processor.query.CityReader;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.CityView.Changes;
import dev.earshot.processor.query.NodeView;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What pages are told of the city, beat by beat. All that ask within a beat are told the city as it
 * was at its begin, and those that were told the same before get the very same bytes: fifty pages
 * cost one serialisation. Who has skipped beats gets what has changed since, whole; nothing is kept
 * for anybody. Thread-safe.
 */
@Singleton
final class LiveBeats {
  static final Duration EVERY = Duration.ofMillis(500);

  /** Before this is over, the next beat has not begun: pages ask every {@link #EVERY}, about. */
  private static final Duration SHORTEST = EVERY.minusMillis(50);

  private static final long FIGURES_EVERY = 4;

  /** Events that are held at once; pages that keep up share one. */
  private static final int TOLD_MAX = 8;

  /**
   * Closed anomalies in a beat that says everything; the page asks for the others as it scrolls.
   */
  private static final int CLOSED_AT_FIRST = 200;

  private final CityView city;
  private final Supplier<Instance> instance;
  private final Supplier<LiveFigures.View> figures;
  private final ObjectMapper json;
  private final LongSupplier nanoTime;
  private final Map<Long, Beat> told = new HashMap<>();
  private long number;
  private long beganNanos;
  private Instant at = Instant.EPOCH;
  private long version;

  @Inject
  LiveBeats(
      CityView city,
      CityReader reader,
      KafkaStreams streams,
      LiveFigures figures,
      ObjectMapper json) {
    this(
        city,
        () -> new Instance(streams.state().name(), reader.trouble().isEmpty(), reader.lastReadAt()),
        figures::now,
        json,
        System::nanoTime);
  }

  LiveBeats(
      CityView city,
      Supplier<Instance> instance,
      Supplier<LiveFigures.View> figures,
      ObjectMapper json,
      LongSupplier nanoTime) {
    this.city = city;
    this.instance = instance;
    this.figures = figures;
    this.json = json;
    this.nanoTime = nanoTime;
    beganNanos = nanoTime.getAsLong() - EVERY.toNanos();
  }

  /** How the instance fares that tells it; as in {@link View}. */
  record Instance(String streams, boolean reading, Optional<Instant> readAt) {}

  /**
   * A beat.
   *
   * @param version to ask for the next one with
   * @param event a server-sent event whose data is JSON, UTF-8; for many to send, none to change
   */
  record Beat(long version, Buffer event) {}

  /**
   * As a page gets it.
   *
   * @param at when it was made, by this machine's clock
   * @param streams state of Kafka Streams; {@code RUNNING} while frames are processed
   * @param reading whether what is shown is kept up to date from the cluster
   * @param readAt when something was last read from the cluster
   * @param all whether it says everything, and what was said before is to be forgotten
   * @param nodes those that changed: id, status, state, score, smoothed score, A-weighted level in
   *     dBFS, calibration offset in dB or null, event time of the newest sound in milliseconds
   *     since the epoch, share of samples lost
   * @param gone nodes that are not known any more
   * @param anomalies those that changed, newest first
   * @param figures now and then
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record View(
      Instant at,
      String streams,
      boolean reading,
      Optional<Instant> readAt,
      boolean all,
      List<List<Object>> nodes,
      List<String> gone,
      List<AnomalyView> anomalies,
      Optional<LiveFigures.View> figures) {}

  /**
   * The beat for who was told all up to a version.
   *
   * @param since below 0: was told nothing yet
   */
  synchronized Beat since(long since) {
    long now = nanoTime.getAsLong();
    if (now - beganNanos >= SHORTEST.toNanos()) {
      beganNanos = now;
      number++;
      at = Instant.now();
      told.clear();
    }
    long from = Math.max(since, -1);
    Beat known = told.get(from);
    if (known != null) {
      return known;
    }
    Beat made = make(from);
    if (told.size() < TOLD_MAX) {
      told.put(from, made);
    }
    return made;
  }

  private Beat make(long since) {
    boolean all = since < 0;
    Changes changes = city.changesSince(since);
    if (told.isEmpty()) {
      version = changes.version(); // what later ones of this beat say beyond it is said again
    }
    Instance now = instance.get();
    View view =
        new View(
            at,
            now.streams(),
            now.reading(),
            now.readAt(),
            all,
            changes.nodes().stream().map(LiveBeats::row).toList(),
            changes.gone(),
            all ? newest(changes.anomalies()) : changes.anomalies(),
            all || number % FIGURES_EVERY == 0 ? Optional.of(figures.get()) : Optional.empty());
    try {
      return new Beat(version, event(json.writeValueAsBytes(view)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the city can't be written as JSON", e);
    }
  }

  private static Buffer event(byte[] line) {
    return Buffer.buffer(line.length + 8)
        .appendString("data:")
        .appendBytes(line)
        .appendString("\n\n");
  }

  private static List<AnomalyView> newest(List<AnomalyView> newestFirst) {
    return Stream.concat(
            newestFirst.stream().filter(AnomalyView::open),
            newestFirst.stream().filter(one -> !one.open()).limit(CLOSED_AT_FIRST))
        .sorted(AnomalyView.NEWEST_FIRST)
        .toList();
  }

  private static List<Object> row(NodeView node) {
    return Arrays.asList(
        node.nodeId(),
        node.status(),
        node.state(),
        node.score(),
        node.smoothedScore(),
        node.laeqDbfs(),
        node.calibrationOffsetDb().orElse(null),
        node.heardAt().toEpochMilli(),
        node.counters().lostShare());
  }
}
