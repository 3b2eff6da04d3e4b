package dev.earshot.processor.partition;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.Decision;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.node.MeasuredHop;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds what comes of one record until {@link #deliver}, so that it comes whole or not at all. Not
 * thread-safe.
 */
final class Outbox implements NodeOutput {
  private static final byte[] NOTHING = {};

  private record Put(String nodeId, Optional<byte[]> before, Optional<byte[]> state) {}

  private record Decided(String nodeId, Decision decision) {}

  /** So many of each. */
  record Mark(int letters, int puts, int decisions, int hops) {}

  /** A dead letter of the record at hand. */
  record Refusal(Reason reason, String detail) {}

  private final List<Consumer<NodeOutput>> letters = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Put> puts = new ArrayList<>();
  private final List<Decided> decisions = new ArrayList<>();
  private final LevelBook levels = new LevelBook();

  /** Forgets everything: what a record left behind at which something failed. */
  void clear() {
    letters.clear();
    refusals.clear();
    puts.clear();
    decisions.clear();
    levels.clear();
  }

  /** The record's dead letters, which {@link #deliver} leaves to the caller. */
  List<Refusal> refusals() {
    return refusals;
  }

  /**
   * A node's state changes from what it was, if there was one, to what it is, if there is one any
   * more. Once a node and record.
   */
  void put(String nodeId, Optional<byte[]> before, Optional<byte[]> state) {
    puts.add(new Put(nodeId, before, state));
  }

  /** How much is in it, for {@link #backTo}. */
  Mark mark() {
    return new Mark(letters.size(), puts.size(), decisions.size(), levels.size());
  }

  /** Forgets what has come in since. */
  void backTo(Mark mark) {
    letters.subList(mark.letters, letters.size()).clear();
    puts.subList(mark.puts, puts.size()).clear();
    decisions.subList(mark.decisions, decisions.size()).clear();
    levels.backTo(mark.hops);
  }

  @Override
  public void score(WindowScore score) {
    letters.add(output -> output.score(score));
  }

  @Override
  public void anomaly(AnomalyEvent event) {
    letters.add(output -> output.anomaly(event));
  }

  @Override
  public void status(NodeStatus status) {
    letters.add(output -> output.status(status));
  }

  @Override
  public void decided(String nodeId, Decision decision) {
    decisions.add(new Decided(nodeId, decision));
  }

  @Override
  public void hop(String nodeId, MeasuredHop hop) {
    levels.hop(nodeId, hop);
  }

  @Override
  public void paused(String nodeId) {
    levels.paused(nodeId);
  }

  @Override
  public void deadLetter(Reason reason, String detail) {
    refusals.add(new Refusal(reason, detail));
  }

  /** Puts the states and sends what goes to the topics, dead letters apart. */
  void deliver(
      NodeStates states,
      NodeStates kept,
      NodeStates keptLevels,
      StreamClock clock,
      NodeOutput output) {
    levels.close(keptLevels);
    levels.entries().forEach(keptLevels::put);
    keep(kept);
    for (Put put : puts) {
      clock.put(put.nodeId, put.before, put.state);
      put.state.ifPresentOrElse(
          state -> states.put(put.nodeId, state),
          () -> forget(put.nodeId, states, kept, keptLevels));
    }
    for (Consumer<NodeOutput> letter : letters) {
      letter.accept(output);
    }
    levels.told().forEach(output::levels);
  }

  private void keep(NodeStates kept) {
    Map<String, List<Decision>> ofNodes = new LinkedHashMap<>();
    for (Decided one : decisions) {
      ofNodes.computeIfAbsent(one.nodeId, id -> new ArrayList<>()).add(one.decision);
    }
    ofNodes.forEach(
        (nodeId, added) ->
            kept.put(nodeId, KeptDecisions.add(kept.get(nodeId).orElse(NOTHING), added)));
  }

  private static void forget(
      String nodeId, NodeStates states, NodeStates kept, NodeStates keptLevels) {
    states.delete(nodeId);
    kept.delete(nodeId);
    keptLevels.delete(nodeId);
  }
}
