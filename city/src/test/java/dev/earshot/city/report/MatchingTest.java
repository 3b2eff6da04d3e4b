package dev.earshot.city.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.v1.GroundTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  @Test
  void anAlarmWithinAnEventFindsIt() {
    Matching matching = match(List.of(event("a", 10, 14)), List.of(alarm("a", 10.2, 11.5, 14.3)));

    assertThat(matching.falseAlarms()).isEmpty();
    assertThat(matching.findings()).singleElement().matches(Matching.Finding::found);
    assertThat(matching.findings().get(0).delaySeconds()).hasValue(1.5);
  }

  @Test
  void anEventWithoutAnAlarmIsMissedAndAnAlarmWithoutAnEventIsFalse() {
    Matching matching = match(List.of(event("a", 10, 14)), List.of(alarm("a", 30, 31, 32)));

    assertThat(matching.findings()).singleElement().matches(finding -> !finding.found());
    assertThat(matching.findings().get(0).delaySeconds()).isEmpty();
    assertThat(matching.falseAlarms()).hasSize(1);
  }

  @Test
  void theTimeUnderAnAlarmWithoutAnEventIsCounted() {
    Matching matching =
        match(
            List.of(event("a", 10, 14), event("a", 20, 22), event("b", 0, 100)),
            List.of(alarm("a", 9, 11, 30), alarm("b", 50, 51, 60), alarm("c", 1, 2, 4)));

    // a: 9 to 10, 15 to 20 and 23 to 30; c: 1 to 4
    assertThat(matching.idleAlarmSeconds()).isEqualTo(1 + 5 + 7 + 3);
    assertThat(matching.findings())
        .filteredOn(Matching.Finding::foundByOpenAlarm)
        .extracting(finding -> finding.event().getStartedAt())
        .containsExactly(NOON.plusSeconds(20));
  }

  @Test
  void anAlarmOfAnotherNodeDoesNotCount() {
    Matching matching = match(List.of(event("a", 10, 14)), List.of(alarm("b", 10, 11, 14)));

    assertThat(matching.findings()).noneMatch(Matching.Finding::found);
    assertThat(matching.falseAlarms()).extracting(Alarm::nodeId).containsExactly("b");
  }

  @Test
  void anAlarmMayBeginAsLateAsTheToleranceAfterTheEndAndNoLater() {
    List<GroundTruth> shot = List.of(event("a", 10, 10.1));

    assertThat(match(shot, List.of(alarm("a", 11.1, 11.4, 12))).findings())
        .allMatch(Matching.Finding::found);
    assertThat(match(shot, List.of(alarm("a", 11.101, 11.4, 12))).findings())
        .noneMatch(Matching.Finding::found);
  }

  @Test
  void anAlarmThatEndsBeforeTheOnsetIsFalse() {
    List<GroundTruth> event = List.of(event("a", 10, 14));

    assertThat(match(event, List.of(alarm("a", 8, 9, 9.999))).falseAlarms()).hasSize(1);
    assertThat(match(event, List.of(alarm("a", 8, 9, 10))).falseAlarms()).isEmpty();
  }

  @Test
  void oneAlarmFindsAllEventsItSpans() {
    Matching matching =
        match(List.of(event("a", 10, 12), event("a", 13, 15)), List.of(alarm("a", 10, 11, 16)));

    assertThat(matching.findings()).hasSize(2).allMatch(Matching.Finding::found);
    assertThat(matching.falseAlarms()).isEmpty();
  }

  @Test
  void severalAlarmsOfOneEventFindItOnceAndNoneIsFalse() {
    Matching matching =
        match(
            List.of(event("a", 10, 20)), List.of(alarm("a", 16, 17, 19), alarm("a", 10, 10.7, 12)));

    assertThat(matching.falseAlarms()).isEmpty();
    assertThat(matching.findings()).singleElement().matches(Matching.Finding::found);
    assertThat(matching.findings().get(0).delaySeconds()).hasValue(0.7);
  }

  @Test
  void anAlarmRaisedBeforeTheOnsetFindsTheEventButHasNoDelay() {
    Matching matching = match(List.of(event("a", 10, 14)), List.of(alarm("a", 5, 6, 12)));

    assertThat(matching.findings()).singleElement().matches(Matching.Finding::found);
    assertThat(matching.findings().get(0).delaySeconds()).isEmpty();
  }

  @Test
  void soundsThatNeedNoAlarmAreNoEvents() {
    GroundTruth music = event("a", 10, 14);
    music.setAnomalous(false);

    Matching matching = match(List.of(music), List.of(alarm("a", 11, 12, 13)));

    assertThat(matching.findings()).isEmpty();
    assertThat(matching.falseAlarms()).hasSize(1);
  }

  @Test
  void theOrderOfTheRecordsDoesNotMatter() {
    long seed = 20260601;
    Random random = new Random(seed);
    List<GroundTruth> events = new ArrayList<>();
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String node = "node-" + random.nextInt(5);
      double start = random.nextInt(1000);
      events.add(event(node, start, start + 1 + random.nextInt(5)));
      double heard = random.nextInt(1000);
      alarms.add(alarm(node, heard, heard + 1, heard + 1 + random.nextInt(8)));
    }
    Matching inOrder = match(events, alarms);

    Collections.shuffle(events, random);
    Collections.shuffle(alarms, random);
    Matching shuffled = match(events, alarms);

    assertThat(shuffled.falseAlarms()).as("seed %d", seed).isEqualTo(inOrder.falseAlarms());
    assertThat(shuffled.findings())
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(inOrder.findings());
  }

  @Test
  void whenARunIsCutShortAnAlarmStillOpenIsNeitherRightNorFalse() {
    Alarm open = new Alarm("1", "a", at(30), at(31), at(32), true);
    Alarm closed = new Alarm("2", "a", at(20), at(21), at(22), false);

    List<GroundTruth> events = List.of(event("a", 10, 14));

    Matching whole = match(events, List.of(open, closed));
    Matching cutShort = Matching.ofCutShort(events, List.of(open, closed), TOLERANCE);

    assertThat(whole.falseAlarms()).containsExactly(closed, open);
    assertThat(whole.idleAlarmSeconds()).isEqualTo(4);
    assertThat(cutShort.falseAlarms()).containsExactly(closed);
    assertThat(cutShort.idleAlarmSeconds()).isEqualTo(2);
    assertThat(cutShort.findings()).isEqualTo(whole.findings());
  }

  @Test
  void whenARunIsCutShortAnAlarmStillOpenThatTouchesAnEventCounts() {
    Alarm open = new Alarm("1", "a", at(11), at(12), at(18), true);
    List<GroundTruth> events = List.of(event("a", 10, 14));

    assertThat(Matching.ofCutShort(events, List.of(open), TOLERANCE))
        .isEqualTo(match(events, List.of(open)));
  }

  @Test
  void aNegativeToleranceIsRefused() {
    assertThatThrownBy(() -> Matching.of(List.of(), List.of(), Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Matching match(List<GroundTruth> events, List<Alarm> alarms) {
    return Matching.of(events, alarms, TOLERANCE);
  }

  static GroundTruth event(String node, double startS, double endS) {
    return GroundTruth.newBuilder()
        .setNodeId(node)
        .setSession(1)
        .setFirstSample(Math.round(startS * 16000))
        .setLabel("siren")
        .setAnomalous(true)
        .setStartedAt(at(startS))
        .setEndedAt(at(endS))
        .setSource("synthetic")
        .build();
  }

  private static Alarm alarm(String node, double startS, double openedS, double endS) {
    return new Alarm(node + ":1:" + startS, node, at(startS), at(openedS), at(endS), false);
  }

  static Instant at(double seconds) {
    return NOON.plusNanos(Math.round(seconds * 1e9));
  }
}
