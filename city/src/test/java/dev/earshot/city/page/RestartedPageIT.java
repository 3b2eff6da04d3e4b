package dev.earshot.city.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.Chromium;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.testing.Statuses;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that is open while its processor is started anew. */
class RestartedPageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void saysThatItIsOldAndGoesOnByItself() throws Exception {
    Chromium.assumeIsThere();
    try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
      broker.start();
      Map<String, String> client = broker.clientProperties();
      try (RunningProcessor running =
              new RunningProcessor(
                  directory, client, "http", HttpClient.newHttpClient(), Map.of());
          Chromium browser = Chromium.showing(running.uri("/"), directory)) {
        tellOf("before", client);
        untilShown(browser, ".node", "before");

        running.stop();
        untilShown(browser, "#notice", "what you see is old");
        tellOf("meanwhile", client);
        running.startAgain();

        untilShown(browser, ".node", "meanwhile");
        assertThat(browser.text()).contains("before");
        await()
            .atMost(PATIENCE)
            .until(() -> browser.evaluate("document.getElementById('notice').hidden").asBoolean());
      }
    }
  }

  private static void untilShown(Chromium browser, String selector, String text) {
    String all = "[...document.querySelectorAll('%s')].map(e => e.innerText).join()";
    await()
        .atMost(PATIENCE)
        .until(() -> browser.evaluate(all.formatted(selector)).asText().contains(text));
  }

  private static void tellOf(String node, Map<String, String> client) {
    NodeStatus status = Statuses.of(node, NodeStatusKind.LISTENING, Instant.now());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(client), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              Topics.NODE_STATUS, node, SingleObject.of(NodeStatus.class).encode(status)));
    }
  }
}
