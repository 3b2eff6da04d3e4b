package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.partition.ShadowReport;
import dev.earshot.processor.query.AnomalyView;
import dev.earshot.processor.query.CityReader;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.CityView.Changes;
import dev.earshot.processor.query.NodeView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The city as JSON, once or live. Read-only. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class CityResource {
  private static final Duration LIVE_EVERY = Duration.ofMillis(400);

  private final CityView city;
  private final CityReader reader;
  private final KafkaStreams streams;
  private final DeployedModels models;
  private final ShadowReport shadow;

  CityResource(
      CityView city,
      CityReader reader,
      KafkaStreams streams,
      DeployedModels models,
      ShadowReport shadow) {
    this.city = city;
    this.reader = reader;
    this.streams = streams;
    this.models = models;
    this.shadow = shadow;
  }

  /**
   * What the page gets with every beat.
   *
   * @param at when it was made, by this machine's clock
   * @param streams state of Kafka Streams; {@code RUNNING} while frames are processed
   * @param reading whether what is shown is kept up to date from the cluster
   * @param readAt when something was last read from the cluster
   * @param changes since the beat before; everything with the first
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Beat(
      Instant at, String streams, boolean reading, Optional<Instant> readAt, Changes changes) {}

  @GET
  @Path("/nodes")
  public List<NodeView> nodes() {
    return city.nodes();
  }

  @GET
  @Path("/nodes/{id}")
  public NodeView node(@PathParam("id") String id) {
    return city.node(id).orElseThrow(NotFoundException::new);
  }

  @GET
  @Path("/anomalies")
  public List<AnomalyView> anomalies() {
    return city.anomalies();
  }

  @GET
  @Path("/model")
  public ModelView model() {
    return ModelView.of(models.at(Instant.now()));
  }

  @GET
  @Path("/models")
  public DeployedModelsView models() {
    return DeployedModelsView.of(models, Instant.now());
  }

  /** How the second model differs; all 0 where there is none. */
  @GET
  @Path("/shadow")
  public ShadowView shadow() {
    return ShadowView.of(shadow.figures());
  }

  /**
   * Server-sent events: a beat every 0.4 s. For a client that is slow beats are left out; the next
   * one says all that has changed, so nothing piles up and nothing is missed.
   */
  @GET
  @Path("/live")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  public Multi<Beat> live() {
    AtomicLong version = new AtomicLong(-1);
    return Multi.createFrom()
        .ticks()
        .every(LIVE_EVERY)
        .onOverflow()
        .drop()
        .map(tick -> beat(version));
  }

  private Beat beat(AtomicLong version) {
    Changes changes = city.changesSince(version.get());
    version.set(changes.version());
    return new Beat(
        Instant.now(),
        streams.state().name(),
        reader.trouble().isEmpty(),
        reader.lastReadAt(),
        changes);
  }
}
