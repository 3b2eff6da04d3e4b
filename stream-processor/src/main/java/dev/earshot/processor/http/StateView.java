package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.processor.node.Micros;
import dev.earshot.processor.node.NodeReport;
import dev.earshot.processor.node.NodeReport.Hearing;
import dev.earshot.processor.query.CityView.StatusChange;
import dev.earshot.processor.query.NodeView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A {@link NodeReport} as REST tells it, with the instance that the node's state is with. */
@JsonNaming(SnakeCaseStrategy.class)
record StateView(
    String nodeId,
    String instance,
    Optional<String> modelId,
    long session,
    long nextSample,
    Instant nextSampleAt,
    boolean silent,
    Optional<Decision> decision,
    Optional<String> alarmState,
    Optional<Float> smoothedScore,
    Optional<Double> pendingS,
    Optional<String> anomalyId,
    NodeView.Counters counters,
    OptionalLong clockOffsetMs,
    OptionalDouble clockDriftPpm,
    List<StatusChange> statusHistory) {

  /** The decision's parameters in force, the profile's thresholds among them. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Decision(
      float openThreshold,
      float closeThreshold,
      float immediateThreshold,
      double forS,
      double keepFiringForS,
      double smoothingS) {
    static Decision of(DecisionConfig config) {
      return new Decision(
          config.openThreshold(),
          config.closeThreshold(),
          config.immediateThreshold(),
          config.forSeconds(),
          config.keepFiringForSeconds(),
          config.smoothingSeconds());
    }
  }

  static StateView of(
      String nodeId,
      String instance,
      NodeReport report,
      long deadLetters,
      List<StatusChange> statusHistory) {
    Optional<Hearing> hearing = report.hearing();
    return new StateView(
        nodeId,
        instance,
        hearing.map(Hearing::modelId),
        report.session(),
        report.nextSample(),
        Micros.toInstant(report.nextMicros()),
        report.silent(),
        hearing.map(Hearing::decision).map(Decision::of),
        hearing.map(one -> one.state().name()),
        hearing.map(Hearing::smoothedScore),
        hearing.map(Hearing::pendingSeconds),
        hearing.flatMap(Hearing::anomalyId),
        NodeView.Counters.of(report.counters(), deadLetters),
        report.clockOffsetMs(),
        report.clockDriftPpm(),
        statusHistory);
  }
}
