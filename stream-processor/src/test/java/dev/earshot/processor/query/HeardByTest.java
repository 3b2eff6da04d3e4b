package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.Level;
import dev.earshot.v1.NodeProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeardByTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final CityView city = new CityView(16_000);

  /** An anomaly of two seconds. */
  private void anomaly(String node, int second) {
    city.anomaly(
        AnomalyEvent.newBuilder()
            .setAnomalyId(node + ":1:" + second)
            .setNodeId(node)
            .setSession(1)
            .setFirstSample(second)
            .setPhase(AnomalyPhase.CLOSED)
            .setRevision(1)
            .setStartedAt(NOON.plusSeconds(second))
            .setUpdatedAt(NOON.plusSeconds(second + 2))
            .setEndedAt(NOON.plusSeconds(second + 2))
            .setEndReason(EndReason.SCORE_FELL)
            .setDurationS(2)
            .setPeakScore(0.9f)
            .setMeanScore(0.8f)
            .setLevel(new Level(-40f, -30f, -20f, null))
            .setModelId("m")
            .setThreshold(0.6f)
            .build(),
        NOON.plusSeconds(second + 2));
  }

  private void hangs(String node, double longitudeDeg) {
    city.profile(
        node,
        Optional.of(
            NodeProfile.newBuilder()
                .setNodeId(node)
                .setLatitudeDeg(0d)
                .setLongitudeDeg(longitudeDeg)
                .build()));
  }

  private List<String> heardBy(String anomalyId) {
    return HeardBy.of(city.anomaly(anomalyId).orElseThrow(), city).stream()
        .map(HeardBy::anomalyId)
        .toList();
  }

  @Test
  void whoHeardSomethingAtTheTimeIsToldTheNearestFirst() {
    hangs("here", 0);
    hangs("near", 0.001);
    hangs("nearer", 0.0005);
    hangs("beyond hearing", 0.1);
    for (String node : List.of("near", "nearer", "beyond hearing", "somewhere", "here")) {
      anomaly(node, 10);
    }
    anomaly("earlier", 0);

    assertThat(heardBy("here:1:10")).containsExactly("nearer:1:10", "near:1:10", "somewhere:1:10");
  }

  @Test
  void aNodeThatHeardSomethingTwiceIsToldOnceByWhatIsNearestToTheBeginning() {
    anomaly("here", 10);
    anomaly("there", 4);
    anomaly("there", 9);
    anomaly("there", 15);

    assertThat(heardBy("here:1:10")).containsExactly("there:1:9");
  }
}
