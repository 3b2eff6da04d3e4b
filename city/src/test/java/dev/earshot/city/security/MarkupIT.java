package dev.earshot.city.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.Chromium;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.testing.Statuses;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.Level;
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

/** What nodes call themselves and what labels say is text, in JSON and on the page. */
class MarkupIT {
  private static final String NODE = "<img src=x onerror=\"document.title='caught'\">";
  private static final String LABEL = "<script>document.title='caught'</script><b>\u2028";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path directory;

  @Test
  void markupIsShownAsText() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
      broker.start();
      Map<String, String> client = broker.clientProperties();
      try (RunningProcessor running =
          new RunningProcessor(directory, client, "http", HttpClient.newHttpClient(), Map.of())) {
        tellOfNodeAndAnomaly(client);
        await().until(() -> running.ask("GET", "/api/anomalies").body().contains("caught"));

        var json = running.ask("GET", "/api/anomalies");
        assertThat(json.headers().firstValue("Content-Type").orElse(""))
            .startsWith("application/json");
        assertThat(json.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");

        Chromium.assumeIsThere();
        try (Chromium browser = Chromium.showing(running.uri("/"), directory)) {
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(browser.document())
                          .contains("&lt;img src=x onerror=")
                          .contains("&lt;script&gt;document.title='caught'&lt;/script&gt;"));
          assertThat(browser.document()).doesNotContain("<img", "<title>caught", "<b>\u2028");
        }
      }
    }
  }

  private static void tellOfNodeAndAnomaly(Map<String, String> client) {
    NodeStatus status = Statuses.of(NODE, NodeStatusKind.LISTENING, NOON);
    AnomalyEvent anomaly =
        AnomalyEvent.newBuilder()
            .setAnomalyId(NODE + ":1:0")
            .setNodeId(NODE)
            .setSession(1)
            .setFirstSample(0)
            .setPhase(AnomalyPhase.OPENED)
            .setRevision(0)
            .setStartedAt(NOON)
            .setUpdatedAt(NOON)
            .setEndedAt(null)
            .setEndReason(null)
            .setDurationS(1)
            .setPeakScore(1)
            .setMeanScore(1)
            .setLabel(LABEL)
            .setLabelConfidence(1f)
            .setLevel(new Level(-30f, -20f, -10f, null))
            .setModelId("model")
            .setThreshold(0.5f)
            .build();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(client), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              Topics.NODE_STATUS, NODE, SingleObject.of(NodeStatus.class).encode(status)));
      producer.send(
          new ProducerRecord<>(
              Topics.ANOMALIES, NODE, SingleObject.of(AnomalyEvent.class).encode(anomaly)));
    }
  }
}
