package dev.earshot.processor.topology;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.v1.EndReason;
import java.util.Map;
import java.util.TreeMap;

/** What was counted, by the name of the method. */
final class RecordedMetrics implements NodeMetrics {
  private final Map<String, Long> counted = new TreeMap<>();

  Map<String, Long> counted() {
    return counted;
  }

  long deadLetters(Reason reason) {
    return counted.getOrDefault("deadLetter " + reason, 0L);
  }

  private void count(String what, long more) {
    counted.merge(what, more, Long::sum);
  }

  @Override
  public void processed(long nanoseconds) {
    count("processed", 1);
  }

  @Override
  public void heard(long samples) {
    count("heard", samples);
  }

  @Override
  public void lost(long samples) {
    count("lost", samples);
  }

  @Override
  public void duplicate(long samples) {
    count("duplicate", samples);
  }

  @Override
  public void late(long samples) {
    count("late", samples);
  }

  @Override
  public void windowScored() {
    count("windowScored", 1);
  }

  @Override
  public void anomalyOpened() {
    count("anomalyOpened", 1);
  }

  @Override
  public void anomalyClosed(EndReason reason) {
    count("anomalyClosed " + reason, 1);
  }

  @Override
  public void deadLetter(Reason reason) {
    count("deadLetter " + reason, 1);
  }

  @Override
  public void nodeSilent() {
    count("nodeSilent", 1);
  }
}
