package dev.earshot.processor.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.partition.ShadowReport;
import dev.earshot.processor.query.NodeStores;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The machinery: instances, figures, models. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "system")
public class SystemResource {
  private final KafkaStreams streams;
  private final NodeStores stores;
  private final LiveFigures figures;
  private final DeployedModels models;
  private final ShadowReport shadow;
  private final String version;
  private final Instant startedAt =
      Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

  SystemResource(
      KafkaStreams streams,
      NodeStores stores,
      LiveFigures figures,
      DeployedModels models,
      ShadowReport shadow,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.streams = streams;
    this.stores = stores;
    this.figures = figures;
    this.models = models;
    this.shadow = shadow;
    this.version = version;
  }

  /**
   * How it runs.
   *
   * @param startedAt when this instance's process did
   * @param streams state of Kafka Streams of this instance
   * @param instances of the application, as this one knows of them
   * @param partitions of the topic of frames that this instance has
   * @param threads that process frames here
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record SystemView(
      String version,
      Instant startedAt,
      String streams,
      List<InstanceView> instances,
      long partitions,
      int threads,
      @JsonUnwrapped LiveFigures.View figures) {}

  /**
   * One instance.
   *
   * @param address of its page; empty where it gives none
   * @param partitions of the topic of frames that it has
   * @param replicas partitions whose states it keeps a copy of
   * @param self whether it is the one that answers
   */
  record InstanceView(Optional<String> address, long partitions, long replicas, boolean self) {
    static InstanceView of(NodeStores.Instance one) {
      return new InstanceView(
          one.address().map(host -> host.host() + ":" + host.port()),
          one.partitions(),
          one.replicas(),
          one.self());
    }
  }

  @GET
  @Path("/system")
  @Operation(summary = "Instances, partitions, threads, and how fast everything goes")
  public SystemView system() {
    return new SystemView(
        version,
        startedAt,
        streams.state().name(),
        stores.instances().stream().map(InstanceView::of).toList(),
        Work.of(streams).partitions(),
        streams.metadataForLocalThreads().size(),
        figures.now());
  }

  @GET
  @Path("/model")
  @Operation(summary = "The model that decides now")
  public ModelView model() {
    return ModelView.of(models.at(Instant.now()));
  }

  @GET
  @Path("/models")
  @Operation(summary = "All models that were announced, and those that were refused")
  public DeployedModelsView models() {
    return DeployedModelsView.of(models, Instant.now());
  }

  @GET
  @Path("/shadow")
  @Operation(summary = "How the second model differs; all 0 where there is none")
  public ShadowView shadow() {
    return ShadowView.of(shadow.figures());
  }
}
