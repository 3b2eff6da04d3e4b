package dev.earshot.processor.partition;

import dev.earshot.v1.NodeProfile;
import java.util.Optional;

/** What operators say of the nodes of a partition. */
@FunctionalInterface
public interface Profiles {
  /** Nobody says anything of any node. */
  Profiles NONE = (nodeId, atMicros) -> Optional.empty();

  /**
   * What stands for a node.
   *
   * @param atMicros event time, by the node's clock, microseconds since the epoch
   */
  Optional<NodeProfile> of(String nodeId, long atMicros);
}
