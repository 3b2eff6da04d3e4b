package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.TestNode;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.WindowScore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1");

  @AfterEach
  void close() {
    topology.close();
  }

  private static NodeProfile.Builder of(String nodeId) {
    return NodeProfile.newBuilder().setNodeId(nodeId);
  }

  private WindowScore lastScore() {
    List<WindowScore> scores = topology.scores();
    return scores.get(scores.size() - 1);
  }

  @Test
  void calibrationGoesWithEveryLevel() {
    topology.profile(of("node-1").setCalibrationOffsetDb(94.5f).build());
    topology.profile(of("node-2").setCalibrationOffsetDb(1f).build());
    node.quiet(1).loud(2);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(94.5f);
    assertThat(topology.anomalies().get(0).getLevel().getCalibrationOffsetDb()).isEqualTo(94.5f);
  }

  @Test
  void aNodeWithoutAProfileIsNotCalibrated() {
    node.quiet(1);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isNull();
  }

  @Test
  void aNullValueTakesTheProfileBack() {
    topology.profile(of("node-1").setCalibrationOffsetDb(94.5f).build());
    node.quiet(1);
    topology.profileBytes("node-1", null);
    node.quiet(1);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isNull();
    assertThat(topology.deadLetters()).isEmpty();
  }

  @Test
  void thresholdsOfANodeAreInForceFromItsNextFrameOn() {
    topology.profile(of("node-1").setOpenThreshold(0.95f).setImmediateThreshold(1f).build());
    node.quiet(1).loud(3);
    assertThat(topology.anomalies()).isEmpty();
    topology.profile(of("node-1").setOpenThreshold(0.8f).build());
    node.loud(2);
    List<AnomalyEvent> opened = topology.anomalies(AnomalyPhase.OPENED);
    assertThat(opened).hasSize(1);
    assertThat(opened.get(0).getThreshold()).isEqualTo(0.8f);
  }

  @Test
  void aNodeWhoseAlarmsAreOffOpensNoneAndIsScoredAllTheSame() {
    topology.profile(of("node-1").setAlarmsOff(true).build());
    node.quiet(1).loud(3);
    assertThat(topology.anomalies()).isEmpty();
    assertThat(lastScore().getSmoothedScore()).isGreaterThan(0.5f);
    topology.profileBytes("node-1", null);
    node.loud(1);
    assertThat(topology.anomalies(AnomalyPhase.OPENED)).hasSize(1);
    assertThat(topology.deadLetters()).isEmpty();
  }

  @Test
  void anAnomalyThatIsOpenWhenAlarmsAreTurnedOffGoesOnToItsEnd() {
    node.quiet(1).loud(2);
    topology.profile(of("node-1").setAlarmsOff(true).build());
    node.loud(1).quiet(4).loud(2);
    assertThat(topology.anomalies(AnomalyPhase.OPENED)).hasSize(1);
    assertThat(topology.anomalies(AnomalyPhase.CLOSED))
        .singleElement()
        .extracting(AnomalyEvent::getEndReason)
        .isEqualTo(EndReason.SCORE_FELL);
  }

  @Test
  void aProfileStandsFromItsTimeOnByTheNodesClock() {
    topology.profile(of("node-1").setCalibrationOffsetDb(1f).build());
    topology.profile(
        of("node-1").setCalibrationOffsetDb(2f).setInForceFrom(node.timeOf(32_000)).build());
    node.quiet(2);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(1f);
    node.quiet(0.4);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(2f);
  }

  @Test
  void ofTheProfilesWhoseTimeHasComeTheOneSaidLastStands() {
    topology.profile(
        of("node-1").setCalibrationOffsetDb(1f).setInForceFrom(node.timeOf(32_000)).build());
    topology.profile(
        of("node-1").setCalibrationOffsetDb(2f).setInForceFrom(node.timeOf(16_000)).build());
    node.quiet(1);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isNull();
    node.quiet(3);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(2f);
    topology.profile(of("node-1").setCalibrationOffsetDb(3f).build());
    node.quiet(0.4);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(3f);
  }

  @Test
  void moreProfilesAheadThanAreKeptAreDeadLetters() {
    for (int i = 0; i < 9; i++) {
      topology.profile(
          of("node-1")
              .setCalibrationOffsetDb((float) i)
              .setInForceFrom(node.timeOf(16_000L * (i + 1)))
              .build());
    }
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.WRONG_PROFILE);
    assertThat(TestTopology.header(topology.deadLetters().get(0), DeadLetters.DETAIL))
        .contains("8 profiles");
    node.quiet(10);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(7f);
  }

  @Test
  void aLoneOpeningThresholdTakesTheOthersAlong() {
    topology.profile(of("node-1").setOpenThreshold(0.01f).build());
    topology.profile(of("node-2").setOpenThreshold(0.99f).build());
    assertThat(topology.deadLetters()).isEmpty();
    node.quiet(2);
    topology.node("node-2").loud(2);
    assertThat(topology.anomalies()).extracting(AnomalyEvent::getNodeId).containsOnly("node-1");
  }

  @Test
  void aProfileThatMakesNoSenseIsADeadLetterAndChangesNothing() {
    topology.profile(of("node-1").setCalibrationOffsetDb(94.5f).build());
    topology.profile(of("node-1").setOpenThreshold(1.5f).build());
    topology.profile(of("node-1").setOpenThreshold(0.5f).setCloseThreshold(0.6f).build());
    topology.profile(of("node-1").setOpenThreshold(Float.NaN).build());
    topology.profile(of("node-1").setLatitudeDeg(91d).build());
    topology.profile(of("node-1").setCalibrationOffsetDb(Float.POSITIVE_INFINITY).build());
    topology.profile(of("node-1").setPlace("x".repeat(501)).build());
    topology.profile(of("node-1").setPlace("here\u001b[2J").build());
    topology.profile(of("node-1").setCalibrationMethod("x".repeat(501)).build());
    topology.profile(of("node-1").setSetBy("ada\u001b[2J").build());
    topology.profile(of("node-1").setInForceFrom(Instant.EPOCH.minusSeconds(1)).build());
    topology.profileBytes("node-1", new byte[4_097]);
    topology.profile(of("").build());
    topology.profileBytes("node-1", new byte[] {1, 2, 3});
    topology.profileBytes(null, null);
    assertThat(topology.deadLetterReasons())
        .containsExactly(
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_PROFILE,
            Reason.WRONG_KEY,
            Reason.NOT_SINGLE_OBJECT,
            Reason.WRONG_KEY);
    assertThat(TestTopology.header(topology.deadLetters().get(0), DeadLetters.TOPIC))
        .isEqualTo("earshot.node-profiles");
    node.quiet(1);
    assertThat(lastScore().getLevel().getCalibrationOffsetDb()).isEqualTo(94.5f);
  }

  @Test
  void aTombstoneForANodeThatCannotBeIsADeadLetter() {
    topology.profileBytes("x".repeat(129), null);
    topology.profileBytes("", null);
    topology.profileBytes("node\n1", null);
    assertThat(topology.deadLetterReasons())
        .containsExactly(Reason.WRONG_KEY, Reason.WRONG_KEY, Reason.WRONG_KEY);
  }

  @Test
  void aProfileUnderTheKeyOfAnotherNodeIsADeadLetter() {
    byte[] profile =
        dev.earshot.contracts.AvroSerde.of(NodeProfile.class)
            .serialize("", of("node-1").setCalibrationOffsetDb(1f).build());
    topology.profileBytes("node-2", profile);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.WRONG_KEY);
  }
}
