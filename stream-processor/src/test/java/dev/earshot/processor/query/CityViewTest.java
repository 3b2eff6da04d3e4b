package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.processor.query.CityView.Changes;
import dev.earshot.testing.Statuses;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.Level;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CityViewTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final Set<NodeStatusKind> OTHER_CLOCK =
      EnumSet.of(NodeStatusKind.CLOCK_STEPPED, NodeStatusKind.RESTARTED);

  private final CityView city = new CityView(16_000);

  private static Level level(float dbfs) {
    return Level.newBuilder().setLaeqDbfs(dbfs).setLafmaxDbfs(dbfs + 3).setPeakDbfs(-1).build();
  }

  private static WindowScore score(String node, int second, float score, AlarmState state) {
    return WindowScore.newBuilder()
        .setNodeId(node)
        .setSession(1)
        .setFirstSample(0)
        .setWindowEndAt(NOON.plusSeconds(second))
        .setScore(score)
        .setSmoothedScore(score / 2)
        .setState(state)
        .setLevel(level(-30))
        .setModelId("m")
        .build();
  }

  private static NodeStatus status(String node, int second, NodeStatusKind kind) {
    return NodeStatus.newBuilder(Statuses.of(node, kind, NOON.plusSeconds(second)))
        .setSamplesHeard(100)
        .setSamplesLost(7)
        .setRestarts(2)
        .build();
  }

  private static AnomalyEvent event(String node, int second, int revision, AnomalyPhase phase) {
    boolean closed = phase == AnomalyPhase.CLOSED;
    return AnomalyEvent.newBuilder()
        .setAnomalyId(node + ":1:" + second)
        .setNodeId(node)
        .setSession(1)
        .setFirstSample(second)
        .setPhase(phase)
        .setRevision(revision)
        .setStartedAt(NOON.plusSeconds(second))
        .setUpdatedAt(NOON.plusSeconds(second + revision))
        .setEndedAt(closed ? NOON.plusSeconds(second + revision) : null)
        .setEndReason(closed ? EndReason.SCORE_FELL : null)
        .setDurationS(revision)
        .setPeakScore(0.9f)
        .setMeanScore(0.8f)
        .setLevel(level(-20))
        .setModelId("m")
        .setThreshold(0.5f)
        .build();
  }

  @Test
  void aNodeIsWhatWasLastSaidOfIt() {
    city.status(status("b", 1, NodeStatusKind.LISTENING), NOON);
    city.score(score("b", 2, 0.8f, AlarmState.OPEN), NOON);
    city.anomaly(event("b", 1, 0, AnomalyPhase.OPENED), NOON);
    city.score(score("a", 5, 0.1f, AlarmState.QUIET), NOON);
    List<NodeView> nodes = city.nodes();
    assertThat(nodes).extracting(NodeView::nodeId).containsExactly("a", "b");
    NodeView b = city.node("b").orElseThrow();
    assertThat(b.status()).isEqualTo("LISTENING");
    assertThat(b.score()).isEqualTo(0.8f);
    assertThat(b.smoothedScore()).isEqualTo(0.4f);
    assertThat(b.state()).isEqualTo("OPEN");
    assertThat(b.heardAt()).isEqualTo(NOON.plusSeconds(2));
    assertThat(b.laeqDbfs()).isEqualTo(-30);
    assertThat(b.counters().samplesLost()).isEqualTo(7);
    assertThat(b.lastAnomaly().orElseThrow().anomalyId()).isEqualTo("b:1:1");
    assertThat(city.node("c")).isEmpty();
  }

  @Test
  void aSilentNodeNeverLooksLikeAQuietStreet() {
    city.score(score("a", 5, 0.1f, AlarmState.OPEN), NOON);
    city.status(status("a", 4, NodeStatusKind.SILENT), NOON);
    NodeView node = city.nodes().get(0);
    assertThat(node.status()).isEqualTo("SILENT");
    assertThat(node.smoothedScore()).isZero();
    assertThat(node.state()).isEqualTo("QUIET");
    assertThat(node.heardAt()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void aNodeThatIsNotHeardReadsTheLowestLevel() {
    city.anomaly(event("unheard", 1, 0, AnomalyPhase.OPENED), NOON);
    city.score(score("silent", 5, 0.1f, AlarmState.QUIET), NOON);
    city.status(status("silent", 5, NodeStatusKind.SILENT), NOON);
    assertThat(city.nodes()).extracting(NodeView::laeqDbfs).containsOnly(LevelReading.FLOOR_DBFS);
  }

  @Test
  void aWindowsTimeIsTakenAsItIsSoThatAClockSetBackDoesNotFreezeTheNode() {
    city.score(score("a", 3600, 0.1f, AlarmState.QUIET), NOON);
    city.score(score("a", 2, 0.2f, AlarmState.QUIET), NOON);
    assertThat(heardAt("a")).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void aStatusTakesTheTimeBackOnlyIfItTellsOfAnotherClock() {
    city.score(score("a", 3600, 0.1f, AlarmState.QUIET), NOON);
    for (NodeStatusKind kind : NodeStatusKind.values()) {
      if (!OTHER_CLOCK.contains(kind) && kind != NodeStatusKind.FORGOTTEN) {
        city.status(status("a", 3599, kind), NOON);
        assertThat(heardAt("a")).as(kind.name()).isEqualTo(NOON.plusSeconds(3600));
      }
    }
    city.status(status("a", 60, NodeStatusKind.CLOCK_STEPPED), NOON);
    assertThat(heardAt("a")).isEqualTo(NOON.plusSeconds(60));
    city.status(status("a", 5, NodeStatusKind.RESTARTED), NOON);
    assertThat(heardAt("a")).isEqualTo(NOON.plusSeconds(5));
    city.status(status("a", 9, NodeStatusKind.LISTENING), NOON);
    assertThat(heardAt("a")).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void aForgottenNodeIsGoneAndIsSaidToBeUntilItIsHeardAgain() {
    city.status(status("a", 1, NodeStatusKind.FIRST_HEARD), NOON);
    long before = city.changesSince(-1).version();

    city.status(status("a", 9, NodeStatusKind.FORGOTTEN), NOON);
    assertThat(city.nodes()).isEmpty();
    assertThat(city.statusHistory("a")).isEmpty();
    assertThat(city.changesSince(before).gone()).containsExactly("a");

    city.status(status("a", 20, NodeStatusKind.FIRST_HEARD), NOON);
    assertThat(city.changesSince(before).gone()).isEmpty();
    assertThat(city.changesSince(before).nodes()).extracting(NodeView::nodeId).containsExactly("a");
  }

  @Test
  void whatHappenedToANodeIsRememberedAndThatItListensIsNot() {
    city.status(status("a", 1, NodeStatusKind.FIRST_HEARD), NOON);
    city.status(status("a", 11, NodeStatusKind.LISTENING), NOON);
    city.status(status("a", 30, NodeStatusKind.SILENT), NOON);
    city.status(status("a", 1, NodeStatusKind.FIRST_HEARD), NOON); // all is read anew
    city.status(status("a", 30, NodeStatusKind.SILENT), NOON);
    assertThat(city.statusHistory("a"))
        .containsExactly(
            new CityView.StatusChange("FIRST_HEARD", NOON.plusSeconds(1)),
            new CityView.StatusChange("SILENT", NOON.plusSeconds(30)));
  }

  @Test
  void whatAnOperatorSaysOfANodeIsShownAlsoBeforeItWasHeardAndGoesWhenTakenBack() {
    NodeProfile corner =
        NodeProfile.newBuilder()
            .setNodeId("a")
            .setPlace("the corner")
            .setLatitudeDeg(48.2)
            .setLongitudeDeg(16.37)
            .build();
    city.profile("a", Optional.of(corner));
    assertThat(city.node("a").orElseThrow().site().place()).contains("the corner");
    assertThat(city.node("a").orElseThrow().status()).isEqualTo("UNKNOWN");

    city.profile("a", Optional.empty());
    assertThat(city.node("a")).isEmpty();

    city.status(status("a", 1, NodeStatusKind.FIRST_HEARD), NOON);
    city.profile("a", Optional.of(corner));
    city.score(score("a", 2, 0.1f, AlarmState.QUIET), NOON);
    assertThat(city.node("a").orElseThrow().site().latitudeDeg()).contains(48.2);
    city.profile("a", Optional.empty());
    assertThat(city.node("a").orElseThrow().site().place()).isEmpty();
  }

  @Test
  void coordinatesThatAreNoneOnEarthAreNoPlaceOnTheMap() {
    NodeProfile nowhere =
        NodeProfile.newBuilder()
            .setNodeId("a")
            .setLatitudeDeg(Double.NaN)
            .setLongitudeDeg(-180.1)
            .build();
    city.profile("a", Optional.of(nowhere));

    assertThat(city.node("a").orElseThrow().site().latitudeDeg()).isEmpty();
    assertThat(city.node("a").orElseThrow().site().longitudeDeg()).isEmpty();
  }

  @Test
  void whatSomebodyHasJustWrittenDoesNotHideWhatWasWrittenSince() {
    NodeProfile mine = NodeProfile.newBuilder().setNodeId("a").setPlace("mine").build();
    NodeProfile later = NodeProfile.newBuilder().setNodeId("a").setPlace("later").build();

    city.profileWritten("a", Optional.empty(), Optional.of(mine));
    assertThat(city.profile("a")).as("before it is read").contains(mine);

    city.profile("a", Optional.of(later));
    city.profileWritten("a", Optional.of(mine), Optional.empty());
    assertThat(city.profile("a")).contains(later);
  }

  private Instant heardAt(String node) {
    return city.node(node).orElseThrow().heardAt();
  }

  @Test
  void stepsOfAnAnomalyThatWereOvertakenArePassedOver() {
    city.anomaly(event("a", 1, 0, AnomalyPhase.OPENED), NOON);
    city.anomaly(event("a", 1, 2, AnomalyPhase.CLOSED), NOON);
    city.anomaly(event("a", 1, 1, AnomalyPhase.ONGOING), NOON);
    assertThat(city.anomalies()).hasSize(1);
    assertThat(city.anomalies().get(0).open()).isFalse();
    assertThat(city.anomalies().get(0).endReason()).contains("SCORE_FELL");
  }

  @Test
  void theNewestAnomalyOfANodeIsItsLast() {
    city.anomaly(event("a", 10, 0, AnomalyPhase.OPENED), NOON);
    city.anomaly(event("a", 1, 3, AnomalyPhase.CLOSED), NOON);
    assertThat(city.nodes().get(0).lastAnomaly().orElseThrow().anomalyId()).isEqualTo("a:1:10");
    assertThat(city.anomalies())
        .extracting(AnomalyView::anomalyId)
        .containsExactly("a:1:10", "a:1:1");
  }

  @Test
  void onlyWhatHasChangedIsTold() {
    city.score(score("a", 1, 0.1f, AlarmState.QUIET), NOON);
    city.score(score("b", 1, 0.1f, AlarmState.QUIET), NOON);
    Changes all = city.changesSince(-1);
    assertThat(all.nodes()).hasSize(2);
    assertThat(city.changesSince(all.version()).nodes()).isEmpty();
    city.score(score("b", 2, 0.2f, AlarmState.QUIET), NOON);
    city.anomaly(event("c", 1, 0, AnomalyPhase.OPENED), NOON);
    Changes changes = city.changesSince(all.version());
    assertThat(changes.nodes()).extracting(NodeView::nodeId).containsExactly("b", "c");
    assertThat(changes.anomalies()).hasSize(1);
  }

  @Test
  void closedAnomaliesGoFirstWhenThereAreTooMany() {
    city.anomaly(event("a", 0, 0, AnomalyPhase.OPENED), NOON);
    for (int i = 1; i <= CityView.ANOMALIES_MAX + 10; i++) {
      city.anomaly(event("a", i, 1, AnomalyPhase.CLOSED), NOON);
    }
    List<AnomalyView> kept = city.anomalies();
    assertThat(kept).hasSize(CityView.ANOMALIES_MAX);
    assertThat(kept.get(kept.size() - 1).anomalyId()).isEqualTo("a:1:0");
    assertThat(kept.get(0).anomalyId()).isEqualTo("a:1:" + (CityView.ANOMALIES_MAX + 10));
  }

  @Test
  void nodesHeardOfFirstStayWhenThereAreTooMany() {
    for (int i = 0; i <= CityView.NODES_MAX; i++) {
      city.score(score("node-" + i, 5, 0.1f, AlarmState.QUIET), NOON);
    }
    assertThat(city.nodes()).hasSize(CityView.NODES_MAX);
    assertThat(city.node("node-0")).isPresent();
    assertThat(city.node("node-" + CityView.NODES_MAX)).isEmpty();
  }

  @Test
  void asJsonItSpeaksTheContractsWords() throws Exception {
    city.score(score("a", 5, 0.1f, AlarmState.PENDING), NOON);
    city.anomaly(event("a", 1, 0, AnomalyPhase.OPENED), NOON);
    JsonMapper mapper =
        JsonMapper.builder().addModules(new Jdk8Module(), new JavaTimeModule()).build();
    JsonNode node = mapper.readTree(mapper.writeValueAsString(city.nodes().get(0)));
    assertThat(node.path("node_id").asText()).isEqualTo("a");
    assertThat(node.path("smoothed_score").isNumber()).isTrue();
    assertThat(node.path("calibration_offset_db").isNull()).isTrue();
    assertThat(node.path("last_anomaly").path("anomaly_id").asText()).isEqualTo("a:1:1");
    assertThat(node.path("last_anomaly").path("open").asBoolean()).isTrue();
    assertThat(node.path("counters").path("samples_heard").isNumber()).isTrue();
  }

  @Test
  void recordsOfANodeWhoseClockIsOffAreFoundByTheirOwnTime() {
    Instant hourLater = NOON.plusSeconds(3601);
    city.anomaly(event("a", 1, 0, AnomalyPhase.OPENED), hourLater);
    city.score(score("a", 2, 0.1f, AlarmState.OPEN), hourLater);

    assertThat(city.recordedAt("a")).contains(hourLater);
    assertThat(city.recordedAt("unheard")).isEmpty();

    // that it fell silent is told by the record of another node, much later
    city.anomaly(event("a", 1, 1, AnomalyPhase.CLOSED), hourLater.plusSeconds(60));
    assertThat(city.anomalies()).hasSize(1);
    assertThat(city.anomalies().get(0).open()).isFalse();
    assertThat(city.anomalies().get(0).recordLag()).isEqualTo(Duration.ofHours(1));

    city.status(status("a", 9, NodeStatusKind.FORGOTTEN), hourLater.plusSeconds(90));
    assertThat(city.recordedAt("a")).isEmpty();
  }
}
