package dev.earshot.processor;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.topology.EarshotTopology;
import dev.earshot.processor.topology.TopologySettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.KafkaStreams.StateListener;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Wires the application: model, topology, and what is said of them in the log. Quarkus makes {@code
 * KafkaStreams} of the topology, starts it once the topics are there and closes it at the end.
 */
@Singleton
class ProcessorApp {
  private static final Logger LOG = Logger.getLogger(ProcessorApp.class);

  @Produces
  @Singleton
  @Startup
  ModelFile model(ProcessorConfig config) {
    ModelFile model = ModelSource.read(config.model());
    LOG.infof("model %s, %,d parameters", model.id(), model.parameters());
    return model;
  }

  void sayWhere(
      @Observes StartupEvent started,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    LOG.infof("page on http://%s:%d", host, port);
  }

  @Produces
  @Singleton
  Topology topology(ModelFile model, ProcessorConfig config, NodeMetrics metrics) {
    return EarshotTopology.build(
        new TopologySettings(NodeModel.of(model), config.silence(), metrics));
  }

  @Produces
  @Singleton
  StateListener stateListener() {
    return (now, before) -> {
      if (now == State.RUNNING) {
        LOG.info("listening");
      } else if (now == State.ERROR) {
        LOG.error("stopped listening: every thread has failed; start the processor again");
      } else if (before == State.RUNNING) {
        LOG.infof("pausing: %s", now == State.REBALANCING ? "partitions move" : "stopping");
      }
    };
  }

  @Produces
  @Singleton
  StreamsUncaughtExceptionHandler failedThreads() {
    return new FailedThreads(LOG);
  }
}
