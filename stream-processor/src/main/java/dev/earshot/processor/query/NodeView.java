package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
 * @param heardAt event time of the newest sound of it
 * @param score the model's score of the newest window, 0 to 1
 * @param smoothedScore the same as the decision sees it
 * @param state {@code QUIET}, {@code PENDING}, {@code OPEN} or {@code CLOSING}
 * @param laeqDbfs A-weighted level of the newest window; with {@code calibrationOffsetDb} in dB SPL
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

  private static final float DIGITAL_SILENCE_DBFS = -120;

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
        DIGITAL_SILENCE_DBFS,
        Optional.empty(),
        Optional.empty(),
        Counters.NONE);
  }

  NodeView with(WindowScore window) {
    return new NodeView(
        nodeId,
        status,
        later(window.getWindowEndAt()),
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
        later(news.getAt()),
        silent ? 0 : score,
        silent ? 0 : smoothedScore,
        silent ? AlarmState.QUIET.name() : state,
        silent ? DIGITAL_SILENCE_DBFS : laeqDbfs,
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

  private Instant later(Instant at) {
    return at.isAfter(heardAt) ? at : heardAt;
  }
}
