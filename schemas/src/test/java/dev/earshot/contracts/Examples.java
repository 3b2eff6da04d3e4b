package dev.earshot.contracts;

import dev.earshot.v1.AlarmState;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.DeletionReason;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.GroundTruth;
import dev.earshot.v1.KeptAudio;
import dev.earshot.v1.KeptAudioState;
import dev.earshot.v1.Level;
import dev.earshot.v1.ModelDeployment;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** One record of every type, with every field set. */
final class Examples {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private Examples() {}

  static List<SpecificRecord> all() {
    return List.of(
        pcmFrame(),
        anomalyEvent(),
        windowScore(),
        nodeStatus(),
        nodeProfile(),
        groundTruth(),
        modelDeployment(),
        keptAudio(),
        soundLevels());
  }

  static PcmFrame pcmFrame() {
    return PcmFrame.newBuilder()
        .setNodeId("node-07")
        .setSession(1_772_366_400_000_000L)
        .setFirstSample(3_200)
        .setCapturedAt(NOON)
        .setSampleRateHz(16_000)
        .setEncoding(PcmEncoding.PCM_S16LE)
        .setSamples(ByteBuffer.wrap(new byte[] {0, 0, 1, 0, -1, -1, 0, -128, -1, 127}))
        .build();
  }

  static Level level() {
    return Level.newBuilder()
        .setLaeqDbfs(-31.5f)
        .setLafmaxDbfs(-24.25f)
        .setPeakDbfs(-6f)
        .setCalibrationOffsetDb(94.5f)
        .build();
  }

  static AnomalyEvent anomalyEvent() {
    return AnomalyEvent.newBuilder()
        .setAnomalyId("node-07:1772366400000000:3200")
        .setNodeId("node-07")
        .setSession(1_772_366_400_000_000L)
        .setFirstSample(3_200)
        .setPhase(AnomalyPhase.CLOSED)
        .setRevision(3)
        .setStartedAt(NOON)
        .setUpdatedAt(NOON.plusSeconds(5))
        .setEndedAt(NOON.plusSeconds(4))
        .setEndReason(EndReason.SCORE_FELL)
        .setDurationS(4)
        .setPeakScore(0.96875f)
        .setMeanScore(0.75f)
        .setLabel("siren")
        .setLabelConfidence(0.5f)
        .setLevel(level())
        .setModelId("earshot-paper-0123456789ab")
        .setThreshold(0.625f)
        .build();
  }

  static WindowScore windowScore() {
    return WindowScore.newBuilder()
        .setNodeId("node-07")
        .setSession(1_772_366_400_000_000L)
        .setFirstSample(2_560)
        .setWindowEndAt(NOON)
        .setScore(0.5f)
        .setSmoothedScore(0.25f)
        .setState(AlarmState.PENDING)
        .setAnomalyId("node-07:1772366400000000:2560")
        .setLevel(level())
        .setModelId("earshot-paper-0123456789ab")
        .build();
  }

  static NodeStatus nodeStatus() {
    return NodeStatus.newBuilder()
        .setNodeId("node-07")
        .setKind(NodeStatusKind.SAMPLES_LOST)
        .setAt(NOON)
        .setSession(1_772_366_400_000_000L)
        .setNextSample(6_400)
        .setSamplesHeard(3_200)
        .setSamplesLost(1_600)
        .setSamplesDuplicate(320)
        .setSamplesLate(160)
        .setRestarts(2)
        .build();
  }

  static NodeProfile nodeProfile() {
    return NodeProfile.newBuilder()
        .setNodeId("node-07")
        .setPlace("Rathausplatz, Laterne 4 \u2014 N\u00fcrnberg")
        .setLatitudeDeg(49.4539)
        .setLongitudeDeg(11.0775)
        .setCalibrationOffsetDb(94.5f)
        .setOpenThreshold(0.75f)
        .setCloseThreshold(0.5f)
        .setImmediateThreshold(0.96875f)
        .build();
  }

  static ModelDeployment modelDeployment() {
    return ModelDeployment.newBuilder()
        .setModelId("earshot-paper-0123456789ab")
        .setFrom(NOON.truncatedTo(ChronoUnit.MILLIS))
        .setFile(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .build();
  }

  static SoundLevels soundLevels() {
    return SoundLevels.newBuilder()
        .setNodeId("node-07")
        .setFrom(Instant.parse("2026-03-01T12:00:00Z"))
        .setTo(Instant.parse("2026-03-01T12:00:15Z"))
        .setMeasuredS(1.5f)
        .setLaeqDb(61.5f)
        .setLafmaxDb(64.25f)
        .setL10Db(63f)
        .setL90Db(60.5f)
        .setLaeq1sDb(Arrays.asList(61.5f, null, 62f))
        .setCalibrationOffsetDb(94.5f)
        .build();
  }

  static KeptAudio keptAudio() {
    return KeptAudio.newBuilder()
        .setAnomalyId("node-07:1772366400000000:320000")
        .setNodeId("node-07")
        .setStartedAt(NOON)
        .setEndedAt(NOON.plusSeconds(4))
        .setState(KeptAudioState.DELETED)
        .setReason(DeletionReason.TOO_OLD)
        .setSoundFrom(NOON.minusSeconds(3))
        .setSoundS(10.5)
        .setMissingS(0.25)
        .setCut(true)
        .setSealed(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .build();
  }

  static GroundTruth groundTruth() {
    return GroundTruth.newBuilder()
        .setNodeId("node-07")
        .setSession(1_772_366_400_000_000L)
        .setFirstSample(16_000)
        .setLabel("siren")
        .setAnomalous(true)
        .setStartedAt(NOON)
        .setEndedAt(NOON.plusMillis(2_500))
        .setSnrDb(6f)
        .setSource("24074-1-0-3.wav")
        .setFold(1)
        .build();
  }
}
