package dev.earshot.testing;

import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.time.Instant;

/** What a processor says of a node of which little has been heard. */
public final class Statuses {
  private Statuses() {}

  /** Of its first session: a sample was heard, and nothing else happened but this. */
  public static NodeStatus of(String nodeId, NodeStatusKind kind, Instant at) {
    return NodeStatus.newBuilder()
        .setNodeId(nodeId)
        .setKind(kind)
        .setAt(at)
        .setSession(1)
        .setNextSample(1)
        .setSamplesHeard(1)
        .setSamplesLost(0)
        .setSamplesDuplicate(0)
        .setSamplesLate(0)
        .setRestarts(0)
        .build();
  }
}
