package dev.earshot.processor;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionLimits;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.ShadowModel;
import dev.earshot.processor.partition.ShadowReport;
import dev.earshot.processor.topology.EarshotTopology;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.KafkaStreams.StateListener;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Wires the application: model, topology, and what is said of them in the log. Quarkus makes {@code
 * KafkaStreams} of the topology, starts it once the topics are there and closes it at the end.
 */
@Singleton
public class ProcessorApp {
  /**
   * When the processor stops at the application's end: an observer of {@link ShutdownEvent} with a
   * smaller priority still has the streams.
   */
  public static final int LEAVES = 10;

  private static final Logger LOG = Logger.getLogger(ProcessorApp.class);
  private static final String TLS = "quarkus.http.tls-configuration-name";
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

  @Produces
  @Singleton
  @Startup
  ModelFile model(ProcessorConfig config) {
    ModelFile model = ModelSource.read(config.model());
    LOG.infof("model %s, %,d parameters", model.id(), model.parameters());
    return model;
  }

  void sayWhere(@Observes StartupEvent started, Config config) {
    boolean secure = config.getOptionalValue(TLS, String.class).isPresent();
    LOG.infof("page on %s://%s", secure ? "https" : "http", address(config, "quarkus.http"));
    if (config.getValue("quarkus.management.enabled", Boolean.class)) {
      LOG.infof("health and metrics on http://%s/q", address(config, "quarkus.management"));
    }
  }

  private static String address(Config config, String prefix) {
    return config.getValue(prefix + ".host", String.class)
        + ":"
        + config.getValue(prefix + ".port", Integer.class);
  }

  /** Before Quarkus closes the streams, which would leave others waiting for this instance. */
  void leave(@Observes @Priority(LEAVES) ShutdownEvent stopping, KafkaStreams streams) {
    boolean left =
        streams.close(
            CloseOptions.timeout(PATIENCE_AT_CLOSE)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    LOG.info(left ? "stopped" : "stopped without having been able to finish");
  }

  @Produces
  @Singleton
  DeployedModels deployedModels(ModelFile model) {
    return new DeployedModels(model);
  }

  @Produces
  @Singleton
  ShadowReport shadowReport() {
    return new ShadowReport();
  }

  @Produces
  @Singleton
  Topology topology(
      DeployedModels models, ProcessorConfig config, NodeMetrics metrics, ShadowReport report) {
    Optional<ShadowModel> shadow =
        config
            .shadow()
            .map(file -> shadow(ModelSource.read("--shadow", Optional.of(file)), report));
    return EarshotTopology.build(
        new PartitionSettings(
            models,
            config.silence(),
            config.retention(),
            PartitionLimits.DEFAULT,
            config.requireSignatures(),
            metrics),
        shadow,
        models);
  }

  private static ShadowModel shadow(ModelFile file, ShadowReport report) {
    LOG.infof("model %s hears along", file.id());
    return new ShadowModel(NodeModel.of(file), report);
  }

  @Produces
  @Singleton
  StateListener stateListener() {
    return (now, before) -> {
      if (now == State.RUNNING) {
        LOG.info("listening");
      } else if (now == State.ERROR) {
        LOG.error("stopped listening: every thread has failed; start the processor again");
      } else if (now == State.REBALANCING && before == State.RUNNING) {
        LOG.info("pausing: partitions move");
      }
    };
  }

  @Produces
  @Singleton
  FailedThreads failedThreads() {
    return new FailedThreads(LOG);
  }
}
