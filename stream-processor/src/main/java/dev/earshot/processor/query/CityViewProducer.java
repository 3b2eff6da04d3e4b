package dev.earshot.processor.query;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/** Makes the one {@link CityView} of the application and has it fed while the application runs. */
@Singleton
class CityViewProducer {
  private final CityView view = new CityView();
  private final CityReader reader;

  CityViewProducer(StreamsConfig streams) {
    // as Kafka Streams reaches the cluster, whatever it takes: addresses, TLS, SASL
    Map<String, Object> client = streams.getRestoreConsumerConfigs("earshot-city-view");
    this.reader = new CityReader(view, client);
  }

  @Produces
  @Singleton
  CityView view() {
    return view;
  }

  @Produces
  @Singleton
  CityReader reader() {
    return reader;
  }

  void start(@Observes StartupEvent event) {
    reader.start();
  }

  void stop(@Observes ShutdownEvent event) {
    reader.close();
  }
}
