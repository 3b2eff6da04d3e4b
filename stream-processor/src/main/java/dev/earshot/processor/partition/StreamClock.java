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

  private final long silenceSamples;
  private final TreeSet<Node> byLastHeard =
      new TreeSet<>(Comparator.comparingLong(Node::heardAtClock).thenComparing(Node::nodeId));
  private long now;

  private StreamClock(long silenceSamples) {
    this.silenceSamples = silenceSamples;
  }

  static StreamClock rebuild(long silenceSamples, NodeStates states) {
    StreamClock clock = new StreamClock(silenceSamples);
    states.forEach((nodeId, state) -> clock.put(nodeId, Optional.empty(), Optional.of(state)));
    return clock;
  }

  long now() {
    return now;
  }

  /**
   * The nodes that were last heard too long before this time, longest first.
   *
   * @param but this one left out
   */
  List<String> overdue(long clock, String but, int most) {
    List<String> overdue = new ArrayList<>(0);
    for (Node node : byLastHeard) {
      if (overdue.size() == most || clock - node.heardAtClock <= silenceSamples) {
        break;
      }
      if (!node.nodeId.equals(but)) {
        overdue.add(node.nodeId);
      }
    }
    return overdue;
  }

  /** A node's state changes from what it was, if there was one, to what it is, if there is one. */
  void put(String nodeId, Optional<byte[]> before, Optional<byte[]> after) {
    before.ifPresent(
        state -> byLastHeard.remove(new Node(LastHeard.in(state).heardAtClock(), nodeId)));
    after.map(LastHeard::in).ifPresent(heard -> add(nodeId, heard));
  }

  private void add(String nodeId, LastHeard heard) {
    now = Math.max(now, heard.clock());
    if (!heard.silent()) {
      byLastHeard.add(new Node(heard.heardAtClock(), nodeId));
    }
  }

  /** Nothing more is asked of this node until its state changes. */
  void forget(String nodeId) {
    byLastHeard.removeIf(node -> node.nodeId.equals(nodeId));
  }
}
