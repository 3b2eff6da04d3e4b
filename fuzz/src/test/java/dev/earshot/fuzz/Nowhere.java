package dev.earshot.fuzz;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;

/** Encodes what comes out of a node's life, as it is when it is sent, and drops it. */
enum Nowhere implements NodeOutput {
  OUTPUT;

  private final SingleObject<WindowScore> scores = SingleObject.of(WindowScore.class);
  private final SingleObject<AnomalyEvent> anomalies = SingleObject.of(AnomalyEvent.class);
  private final SingleObject<NodeStatus> statuses = SingleObject.of(NodeStatus.class);

  @Override
  public void score(WindowScore score) {
    scores.encode(score);
  }

  @Override
  public void anomaly(AnomalyEvent event) {
    anomalies.encode(event);
  }

  @Override
  public void status(NodeStatus status) {
    statuses.encode(status);
  }

  @Override
  public void deadLetter(Reason reason, String detail) {
    Lines.requireOneLine(detail);
  }
}
