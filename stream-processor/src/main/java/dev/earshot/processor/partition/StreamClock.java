package dev.earshot.processor.partition;

import dev.earshot.processor.node.LastHeard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What time it is in one partition, in samples counted by its nodes, and which of them have not
 * been heard for too long. Moves with the records and with nothing else, so a replay sees the same;
 * Kafka's own punctuation by stream time fires between polls, at places that differ from run to
 * run.
 *
 * <p>Everything in here can be had from the states of the nodes, and is, when a task starts. Not
 * thread-safe.
 */
final class StreamClock {
  private record Node(long heardAtClock, String nodeId) {}

  private final TreeSet<Node> listening = byLastHeard();
  private final TreeSet<Node> silent = byLastHeard();
  private long now;

  private StreamClock() {}

  private static TreeSet<Node> byLastHeard() {
    return new TreeSet<>(Comparator.comparingLong(Node::heardAtClock).thenComparing(Node::nodeId));
  }

  static StreamClock rebuild(NodeStates states) {
    StreamClock clock = new StreamClock();
    states.forEach((nodeId, state) -> clock.put(nodeId, Optional.empty(), Optional.of(state)));
    return clock;
  }

  long now() {
    return now;
  }

  /** Nodes of which something is kept. */
  int nodes() {
    return listening.size() + silent.size();
  }

  /** Of the nodes not known to be silent, those heard last before this time, longest first. */
  List<String> listeningSince(long before, String but, int most) {
    return heardBefore(before, listening, but, most);
  }

  /** Of the nodes known to be silent, those heard last before this time, longest first. */
  List<String> silentSince(long before, String but, int most) {
    return heardBefore(before, silent, but, most);
  }

  private static List<String> heardBefore(long clock, TreeSet<Node> nodes, String but, int most) {
    List<String> found = new ArrayList<>(0);
    for (Node node : nodes) {
      if (found.size() == most || node.heardAtClock >= clock) {
        break;
      }
      if (!node.nodeId.equals(but)) {
        found.add(node.nodeId);
      }
    }
    return found;
  }

  /**
   * A node's state changes from what it was, if there was one, to what it is, if there is one. What
   * the partition keeps of itself is no node's.
   */
  void put(String nodeId, Optional<byte[]> before, Optional<byte[]> after) {
    if (nodeId.equals(PartitionLife.ITSELF)) {
      return;
    }
    before.map(LastHeard::in).ifPresent(heard -> remove(nodeId, heard));
    after.map(LastHeard::in).ifPresent(heard -> add(nodeId, heard));
  }

  private void remove(String nodeId, LastHeard heard) {
    Node node = new Node(heard.heardAtClock(), nodeId);
    listening.remove(node);
    silent.remove(node);
  }

  private void add(String nodeId, LastHeard heard) {
    now = Math.max(now, heard.clock());
    (heard.silent() ? silent : listening).add(new Node(heard.heardAtClock(), nodeId));
  }

  /** Nothing more is asked of this node until its state changes. */
  void forget(String nodeId) {
    listening.removeIf(node -> node.nodeId.equals(nodeId));
    silent.removeIf(node -> node.nodeId.equals(nodeId));
  }
}
