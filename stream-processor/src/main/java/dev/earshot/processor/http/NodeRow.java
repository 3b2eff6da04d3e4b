package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.query.NodeView;
import java.time.Instant;
import java.util.Optional;

/** A node as a row of a table; the fields are those of {@link NodeView}. */
@JsonNaming(SnakeCaseStrategy.class)
record NodeRow(
    String nodeId,
    Optional<String> place,
    Optional<Double> latitudeDeg,
    Optional<Double> longitudeDeg,
    String status,
    String state,
    Instant heardAt,
    Optional<Double> uptimeS,
    float score,
    float smoothedScore,
    float laeqDbfs,
    Optional<Float> calibrationOffsetDb,
    boolean alarmsOff,
    long samplesHeard,
    long samplesLost,
    long samplesDuplicate,
    long samplesLate,
    long restarts,
    long deadLetters) {

  static NodeRow of(NodeView node) {
    NodeView.Counters counters = node.counters();
    return new NodeRow(
        node.nodeId(),
        node.site().place(),
        node.site().latitudeDeg(),
        node.site().longitudeDeg(),
        node.status(),
        node.state(),
        node.heardAt(),
        node.uptimeS(),
        node.score(),
        node.smoothedScore(),
        node.laeqDbfs(),
        node.calibrationOffsetDb(),
        node.site().alarmsOff(),
        counters.samplesHeard(),
        counters.samplesLost(),
        counters.samplesDuplicate(),
        counters.samplesLate(),
        counters.restarts(),
        counters.deadLetters());
  }
}
