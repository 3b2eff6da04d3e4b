package dev.earshot.processor.node;

import dev.earshot.acoustics.ScoredWindow;
import dev.earshot.acoustics.detect.AlarmChange;
import dev.earshot.acoustics.detect.AlarmChange.Snapshot;
import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.Level;
import dev.earshot.v1.WindowScore;
import java.util.Optional;

/**
 * What was heard of one node in the words of the contracts.
 *
 * @param calibrationOffsetDb what to add to dBFS for dB SPL, empty where the node is not calibrated
 */
record Contracts(
    String nodeId, String modelId, int sampleRateHz, Optional<Float> calibrationOffsetDb) {

  /** Names an anomaly: the same on every replay. */
  static String anomalyId(String nodeId, long session, long firstSample) {
    return nodeId + ":" + session + ":" + firstSample;
  }

  WindowScore score(ScoredWindow window, long session, long endMicros) {
    return WindowScore.newBuilder()
        .setNodeId(nodeId)
        .setSession(session)
        .setFirstSample(window.firstSample())
        .setWindowEndAt(Micros.toInstant(endMicros))
        .setScore(window.score())
        .setSmoothedScore(window.smoothedScore())
        .setState(state(window.state()))
        .setAnomalyId(
            window.alarmFirstSample().isPresent()
                ? anomalyId(nodeId, session, window.alarmFirstSample().getAsLong())
                : null)
        .setLevel(level(window.level()))
        .setModelId(modelId)
        .build();
  }

  /**
   * A step in an anomaly's life. Its times count from its start by samples, so they stay in order
   * when the node's clock steps meanwhile.
   */
  AnomalyEvent anomaly(AlarmChange change, long session, long startedMicros) {
    Snapshot now = change.snapshot();
    Optional<AlarmChange.Closed> closed =
        change instanceof AlarmChange.Closed end ? Optional.of(end) : Optional.empty();
    long lastSample = closed.map(AlarmChange.Closed::endSample).orElse(now.updatedSample());
    return AnomalyEvent.newBuilder()
        .setAnomalyId(anomalyId(nodeId, session, now.firstSample()))
        .setNodeId(nodeId)
        .setSession(session)
        .setFirstSample(now.firstSample())
        .setPhase(phase(change))
        .setRevision(now.revision())
        .setStartedAt(Micros.toInstant(startedMicros))
        .setUpdatedAt(Micros.toInstant(startedMicros + micros(now, now.updatedSample())))
        .setEndedAt(
            closed
                .map(end -> Micros.toInstant(startedMicros + micros(now, end.endSample())))
                .orElse(null))
        .setEndReason(closed.map(end -> reason(end.reason())).orElse(null))
        .setDurationS((double) (lastSample - now.firstSample()) / sampleRateHz)
        .setPeakScore(now.peakScore())
        .setMeanScore(now.meanScore())
        .setLevel(level(now.level()))
        .setModelId(modelId)
        .setThreshold(now.threshold())
        .build();
  }

  private long micros(Snapshot now, long sample) {
    return Micros.lasting(sample - now.firstSample(), sampleRateHz);
  }

  private Level level(LevelReading level) {
    return Level.newBuilder()
        .setLaeqDbfs(level.laeqDbfs())
        .setLafmaxDbfs(level.lafMaxDbfs())
        .setPeakDbfs(level.peakDbfs())
        .setCalibrationOffsetDb(calibrationOffsetDb.orElse(null))
        .build();
  }

  static AnomalyPhase phase(AlarmChange change) {
    if (change instanceof AlarmChange.Opened) {
      return AnomalyPhase.OPENED;
    }
    return change instanceof AlarmChange.Closed ? AnomalyPhase.CLOSED : AnomalyPhase.ONGOING;
  }

  static AlarmState state(dev.earshot.acoustics.detect.AlarmState state) {
    return switch (state) {
      case QUIET -> AlarmState.QUIET;
      case PENDING -> AlarmState.PENDING;
      case OPEN -> AlarmState.OPEN;
      case CLOSING -> AlarmState.CLOSING;
    };
  }

  static EndReason reason(dev.earshot.acoustics.detect.EndReason reason) {
    return switch (reason) {
      case SCORE_FELL -> EndReason.SCORE_FELL;
      case LONGEST_DURATION -> EndReason.LONGEST_DURATION;
      case NODE_SILENT -> EndReason.NODE_SILENT;
      case NODE_RESTARTED -> EndReason.NODE_RESTARTED;
      case SAMPLES_LOST -> EndReason.SAMPLES_LOST;
      case FORMAT_CHANGED -> EndReason.FORMAT_CHANGED;
      case MODEL_CHANGED -> EndReason.MODEL_CHANGED;
    };
  }
}
