package dev.earshot.city.report;

import static dev.earshot.city.report.MatchingTest.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
  @Test
  void aLifeIsOneAlarmFromItsStartToWhereItClosed() {
    assertThat(
            Alarm.of(
                List.of(
                    event(AnomalyPhase.OPENED, 0, 11.5),
                    event(AnomalyPhase.ONGOING, 1, 16.5),
                    closed(2, 18.0, 17.2))))
        .containsExactly(new Alarm("a:1:160000", "a", at(10), at(11.5), at(17.2), false));
  }

  @Test
  void theOrderInWhichEventsArriveDoesNotMatter() {
    assertThat(Alarm.of(List.of(closed(1, 18.0, 17.2), event(AnomalyPhase.OPENED, 0, 11.5))))
        .containsExactly(new Alarm("a:1:160000", "a", at(10), at(11.5), at(17.2), false));
  }

  @Test
  void anAlarmThatLastsReachesToItsNewestEvent() {
    assertThat(
            Alarm.of(
                List.of(event(AnomalyPhase.OPENED, 0, 11.5), event(AnomalyPhase.ONGOING, 1, 16.5))))
        .containsExactly(new Alarm("a:1:160000", "a", at(10), at(11.5), at(16.5), true));
  }

  private static AnomalyEvent closed(int revision, double updatedS, double endedS) {
    AnomalyEvent event = event(AnomalyPhase.CLOSED, revision, updatedS);
    event.setEndedAt(at(endedS));
    return event;
  }

  private static AnomalyEvent event(AnomalyPhase phase, int revision, double updatedS) {
    return AnomalyEvent.newBuilder()
        .setAnomalyId("a:1:160000")
        .setNodeId("a")
        .setSession(1)
        .setFirstSample(160_000)
        .setPhase(phase)
        .setRevision(revision)
        .setStartedAt(at(10))
        .setUpdatedAt(at(updatedS))
        .setDurationS(updatedS - 10)
        .setPeakScore(0.9f)
        .setMeanScore(0.8f)
        .setLevel(new Level(-30f, -25f, -12f, null))
        .setModelId("m")
        .setThreshold(0.6f)
        .build();
  }
}
