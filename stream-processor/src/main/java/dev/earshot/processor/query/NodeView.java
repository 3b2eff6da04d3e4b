package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.time.Instant;
import java.util.Optional;

/**
 * One node as it was last told of. Immutable.
 *
 * @param status what happened to it last, {@code LISTENING} say; {@code SILENT} for one that is not
 *     heard
 * @param heardAt event time of the newest sound of it; goes back where the node's clock did
 * @param score the model's score of the newest window, 0 to 1
 * @param smoothedScore the same as the decision sees it
 * @param state {@code QUIET}, {@code PENDING}, {@code OPEN} or {@code CLOSING}
 * @param laeqDbfs A-weighted level of the newest window, {@link LevelReading#FLOOR_DBFS} for a node
 *     that is not heard; with {@code calibrationOffsetDb} in dB SPL
 * @param lastAnomaly the newest that it opened
 * @param counters what its status counts
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NodeView(
    String nodeId,
    String status,
    Instant heardAt,
    float score,
    float smoothedScore,
    String state,
    float laeqDbfs,
    Optional<Float> calibrationOffsetDb,
    Optional<AnomalyView> lastAnomaly,
    Counters counters) {

  /** Samples by what became of them, as the node's last status has it; restarts of the node. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Counters(
      long samplesHeard, long samplesLost, long samplesDuplicate, long samplesLate, long restarts) {
    private static final Counters NONE = new Counters(0, 0, 0, 0, 0);
  }

  static NodeView unheard(String nodeId) {
    return new NodeView(
        nodeId,
        NodeStatusKind.UNKNOWN.name(),
        Instant.EPOCH,
        0,
        0,
        AlarmState.QUIET.name(),
        LevelReading.FLOOR_DBFS,
        Optional.empty(),
        Optional.empty(),
        Counters.NONE);
  }

  NodeView with(WindowScore window) {
    return new NodeView(
        nodeId,
        status,
        window.getWindowEndAt(), // windows of a node come in order, also after a step of its clock
        window.getScore(),
        window.getSmoothedScore(),
        window.getState().name(),
        window.getLevel().getLaeqDbfs(),
        Optional.ofNullable(window.getLevel().getCalibrationOffsetDb()),
        lastAnomaly,
        counters);
  }

  NodeView with(NodeStatus news) {
    boolean silent = news.getKind() == NodeStatusKind.SILENT;
    return new NodeView(
        nodeId,
        news.getKind().name(),
        heardAt(news),
        silent ? 0 : score,
        silent ? 0 : smoothedScore,
        silent ? AlarmState.QUIET.name() : state,
        silent ? LevelReading.FLOOR_DBFS : laeqDbfs,
        calibrationOffsetDb,
        lastAnomaly,
        new Counters(
            news.getSamplesHeard(),
            news.getSamplesLost(),
            news.getSamplesDuplicate(),
            news.getSamplesLate(),
            news.getRestarts()));
  }

  NodeView with(AnomalyView anomaly) {
    boolean newest =
        lastAnomaly.map(last -> !anomaly.startedAt().isBefore(last.startedAt())).orElse(true);
    return new NodeView(
        nodeId,
        status,
        heardAt,
        score,
        smoothedScore,
        state,
        laeqDbfs,
        calibrationOffsetDb,
        newest ? Optional.of(anomaly) : lastAnomaly,
        counters);
  }

  /**
   * A status may be read before or after the scores that were written with it, so only one that
   * tells of another clock takes the time back.
   */
  private Instant heardAt(NodeStatus news) {
    boolean otherClock =
        news.getKind() == NodeStatusKind.CLOCK_STEPPED
            || news.getKind() == NodeStatusKind.RESTARTED;
    return otherClock || news.getAt().isAfter(heardAt) ? news.getAt() : heardAt;
  }
}
