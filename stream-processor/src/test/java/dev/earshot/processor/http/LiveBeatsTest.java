package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.earshot.processor.http.LiveBeats.Beat;
import dev.earshot.processor.query.CityView;
import dev.earshot.testing.Statuses;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.Level;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveBeatsTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModules(new Jdk8Module(), new JavaTimeModule()).build();
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final CityView city = new CityView(16_000);
  private long nanos;
  private final LiveBeats beats =
      new LiveBeats(
          city,
          () -> new LiveBeats.Instance("RUNNING", true, Optional.of(NOON)),
          () -> new LiveFigures.View(5, 31, 2, 0, Optional.of(0.4), Optional.empty(), 0),
          JSON,
          () -> nanos);

  private void hear(String node, NodeStatusKind kind) {
    city.status(
        NodeStatus.newBuilder(Statuses.of(node, kind, NOON))
            .setSamplesHeard(300)
            .setSamplesLost(100)
            .build(),
        NOON);
  }

  private void theNextBeatBegins() {
    nanos += LiveBeats.EVERY.toNanos();
  }

  private static JsonNode tree(Beat beat) throws Exception {
    String event = beat.event().toString();
    assertThat(event).startsWith("data:{").endsWith("}\n\n").containsOnlyOnce("\n\n");
    return JSON.readTree(event.substring("data:".length()));
  }

  private static List<String> nodesIn(Beat beat) throws Exception {
    List<String> ids = new ArrayList<>();
    tree(beat).path("nodes").forEach(row -> ids.add(row.path(0).asText()));
    return ids;
  }

  @Test
  void whoAsksForTheFirstTimeIsToldEverything() throws Exception {
    hear("a", NodeStatusKind.LISTENING);

    JsonNode beat = tree(beats.since(-1));

    assertThat(beat.path("all").asBoolean()).isTrue();
    assertThat(beat.path("streams").asText()).isEqualTo("RUNNING");
    assertThat(beat.path("figures").path("sensors").asInt()).isEqualTo(2);
    JsonNode row = beat.path("nodes").path(0);
    assertThat(row).hasSize(9);
    assertThat(row.path(0).asText()).isEqualTo("a");
    assertThat(row.path(1).asText()).isEqualTo("LISTENING");
    assertThat(row.path(7).asLong()).isEqualTo(NOON.toEpochMilli());
    assertThat(row.path(8).asDouble()).isEqualTo(0.25);
  }

  @Test
  void pagesThatKeepUpShareOneEvent() {
    hear("a", NodeStatusKind.LISTENING);
    Beat first = beats.since(-1);
    assertThat(beats.since(-1).event()).isSameAs(first.event());
    hear("b", NodeStatusKind.LISTENING);
    theNextBeatBegins();

    Beat one = beats.since(first.version());
    Beat other = beats.since(first.version());

    assertThat(other.event()).isSameAs(one.event());
    assertThat(other.version()).isEqualTo(one.version());
  }

  @Test
  void whatHappensWithinABeatIsToldInTheNext() throws Exception {
    hear("a", NodeStatusKind.LISTENING);
    Beat first = beats.since(-1);
    hear("b", NodeStatusKind.LISTENING);

    assertThat(nodesIn(beats.since(-1))).containsExactly("a");
    theNextBeatBegins();

    assertThat(nodesIn(beats.since(first.version()))).containsExactly("b");
  }

  @Test
  void whoHasSkippedBeatsIsToldAllThatHasChangedSince() throws Exception {
    hear("a", NodeStatusKind.LISTENING);
    Beat first = beats.since(-1);
    for (String node : List.of("b", "c")) {
      hear(node, NodeStatusKind.LISTENING);
      theNextBeatBegins();
      beats.since(first.version());
    }
    hear("a", NodeStatusKind.FORGOTTEN);
    theNextBeatBegins();

    Beat late = beats.since(first.version());

    assertThat(nodesIn(late)).containsExactly("b", "c");
    assertThat(tree(late).path("gone")).extracting(JsonNode::asText).containsExactly("a");
    assertThat(tree(late).path("all").asBoolean()).isFalse();
  }

  @Test
  void whoHasSkippedBeatsMissesNoAnomaly() throws Exception {
    Beat first = beats.since(-1);
    for (int i = 0; i < 20; i++) {
      opened("a:1:" + i);
      theNextBeatBegins();
      beats.since(first.version());
    }

    assertThat(tree(beats.since(first.version())).path("anomalies"))
        .extracting(anomaly -> anomaly.path("anomaly_id").asText())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20).mapToObj(i -> "a:1:" + i).toList());
  }

  private void opened(String anomalyId) {
    city.anomaly(
        AnomalyEvent.newBuilder()
            .setAnomalyId(anomalyId)
            .setNodeId("a")
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
            .setLevel(new Level(-30f, -20f, -10f, null))
            .setModelId("model")
            .setThreshold(0.5f)
            .build(),
        NOON);
  }

  @Test
  void aPageThatJoinsLateInABeatMissesNothingOfTheNext() throws Exception {
    hear("a", NodeStatusKind.LISTENING);
    Beat early = beats.since(-1);
    hear("b", NodeStatusKind.LISTENING);
    Beat joined = beats.since(early.version() - 1);
    assertThat(nodesIn(joined)).contains("a");
    theNextBeatBegins();

    // whether it was told of b already or not: it is now, or was
    assertThat(nodesIn(beats.since(joined.version()))).contains("b");
  }
}
