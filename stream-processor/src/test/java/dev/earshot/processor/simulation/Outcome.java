package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came of one step, topic by topic, each in order. */
final class Outcome implements NodeOutput {
  private static final Pattern LEFT_OUT =
      Pattern.compile("\\(([0-9]+) before this one left out\\)$");

  /** A dead letter. */
  record Letter(Reason reason, String detail) {
    /** How many its detail says were left out. */
    long leftOutBefore() {
      Matcher leftOut = LEFT_OUT.matcher(detail);
      return leftOut.find() ? Long.parseLong(leftOut.group(1)) : 0;
    }
  }

  final List<NodeStatus> statuses = new ArrayList<>();
  final List<AnomalyEvent> anomalies = new ArrayList<>();
  final List<WindowScore> scores = new ArrayList<>();
  final List<Letter> deadLetters = new ArrayList<>();

  @Override
  public void score(WindowScore score) {
    scores.add(score);
  }

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
    deadLetters.add(new Letter(reason, detail));
  }

  /** Topic by topic. */
  void sendTo(NodeOutput other) {
    statuses.forEach(other::status);
    anomalies.forEach(other::anomaly);
    scores.forEach(other::score);
    deadLetters.forEach(letter -> other.deadLetter(letter.reason, letter.detail));
  }
}
