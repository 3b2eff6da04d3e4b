package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.earshot.processor.query.LevelsAtNode.Second;
import dev.earshot.v1.SoundLevels;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsViewTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final LevelsView view = new LevelsView();

  private static SoundLevels of(long afterNoon, long lasts, float laeq, List<Float> seconds) {
    return SoundLevels.newBuilder()
        .setNodeId("node-1")
        .setFrom(NOON.plusSeconds(afterNoon))
        .setTo(NOON.plusSeconds(afterNoon + lasts))
        .setMeasuredS(lasts)
        .setLaeqDb(laeq)
        .setLafmaxDb(laeq + 10)
        .setL10Db(laeq + 3)
        .setL90Db(laeq - 3)
        .setLaeq1sDb(seconds)
        .setCalibrationOffsetDb(100)
        .build();
  }

  private void seconds(long afterNoon, float level) {
    view.levels(of(afterNoon, 15, level, Collections.nCopies(15, level)));
  }

  private void quarter(long number, float laeq) {
    view.levels(of(number * 900, 900, laeq, List.of()));
  }

  private LevelsAtNode node() {
    return view.of("node-1").orElseThrow();
  }

  @Test
  void ofANodeOfWhichNothingWasToldThereIsNothing() {
    seconds(0, 60);
    assertThat(view.of("node-2")).isEmpty();
  }

  @Test
  void aForgottenNodeHasNoLevelsUnlessItHasComeBack() {
    seconds(0, 60);
    view.forget("node-1", NOON.plusSeconds(15));
    assertThat(view.of("node-1")).isEmpty();

    seconds(900, 60);
    view.forget("node-1", NOON.plusSeconds(15));
    assertThat(view.of("node-1")).isPresent();
  }

  @Test
  void aPeriodThatWasNotToldOfIsAGap() {
    seconds(0, 60);
    seconds(30, 61);
    List<Second> seconds = node().seconds();
    assertThat(seconds).hasSize(45);
    assertThat(seconds.subList(15, 30)).allMatch(second -> second.db().isEmpty());
    assertThat(seconds.get(30).tMs()).isEqualTo(NOON.plusSeconds(30).toEpochMilli());
    assertThat(seconds.get(30).db()).contains(61f);
  }

  @Test
  void theLastQuarterOfAnHourAndADayOfQuartersAreKept() {
    for (int i = 0; i < 100; i++) {
      seconds(15 * i, i);
    }
    for (int i = 0; i < 100; i++) {
      quarter(i, i);
    }
    assertThat(node().seconds()).hasSize(900);
    assertThat(node().seconds().get(0).db()).contains(40f);
    assertThat(node().quarters()).hasSize(LevelsView.QUARTERS_MAX);
    assertThat(node().laeq15min()).contains(99f);
  }

  @Test
  void ofOnePeriodTheLaterRecordHolds() {
    seconds(0, 60);
    seconds(0, 62);
    assertThat(node().seconds()).hasSize(15).allMatch(second -> second.db().get() == 62f);
  }

  @Test
  void aClockThatWasFarAheadIsForgotten() {
    seconds(1_000_000, 60);
    seconds(0, 61);
    seconds(15, 61);
    assertThat(node().seconds()).hasSize(30).allMatch(second -> second.db().get() == 61f);
  }

  @Test
  void theJsonIsAsThePageReadsIt() throws Exception {
    view.levels(of(0, 15, 60, Arrays.asList(60.5f, null)));
    ObjectMapper mapper =
        new ObjectMapper().registerModule(new Jdk8Module()).registerModule(new JavaTimeModule());
    JsonNode before = mapper.readTree(mapper.writeValueAsString(node()));
    assertThat(before.get("laeq_15min").isNull()).isTrue();
    quarter(0, 61);
    JsonNode json = mapper.readTree(mapper.writeValueAsString(node()));
    assertThat(json.at("/laeq_1s/0/0").asLong()).isEqualTo(NOON.toEpochMilli());
    assertThat(json.at("/laeq_1s/0/1").asDouble()).isEqualTo(60.5);
    assertThat(json.at("/laeq_1s/1/1").isNull()).isTrue();
    assertThat(json.get("laeq_15min").asDouble()).isEqualTo(61);
    assertThat(json.get("lafmax").asDouble()).isEqualTo(71);
    assertThat(json.get("l10").asDouble()).isEqualTo(64);
    assertThat(json.get("l90").asDouble()).isEqualTo(58);
    assertThat(json.has("since")).isTrue();
    assertThat(json.at("/quarters/0/measured_s").asDouble()).isEqualTo(900);
  }
}
