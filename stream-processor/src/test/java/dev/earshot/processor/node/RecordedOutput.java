package dev.earshot.processor.node;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.util.ArrayList;
import java.util.List;

/** What came of a node's frames, but for the scores, in order. */
final class RecordedOutput implements NodeOutput {
  final List<AnomalyEvent> anomalies = new ArrayList<>();
  final List<NodeStatus> statuses = new ArrayList<>();
  final List<Reason> deadLetters = new ArrayList<>();

  @Override
  public void score(WindowScore score) {}

  @Override
  public void anomaly(AnomalyEvent event) {
    anomalies.add(event);
  }

  @Override
  public void status(NodeStatus status) {
    statuses.add(status);
  }

  @Override
  public void deadLetter(Reason reason, String detail) {
    deadLetters.add(reason);
  }
}
