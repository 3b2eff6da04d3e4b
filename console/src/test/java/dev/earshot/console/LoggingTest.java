package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LoggingTest {
  @Test
  void warningsAreLetThroughAndOfKafkasClientsErrorsOnly() {
    Logging.quiet();
    Logger own = Logger.getLogger("dev.earshot.sim");
    Logger client = Logger.getLogger("org.apache.kafka.clients.producer.KafkaProducer");
    Logger network = Logger.getLogger("org.apache.kafka.clients.NetworkClient");
    assertThat(own.isLoggable(Level.WARNING)).isTrue();
    assertThat(own.isLoggable(Level.INFO)).isFalse();
    assertThat(client.isLoggable(Level.WARNING)).isFalse();
    assertThat(client.isLoggable(Level.SEVERE)).isTrue();
    assertThat(network.isLoggable(Level.SEVERE)).isFalse();
  }
}
