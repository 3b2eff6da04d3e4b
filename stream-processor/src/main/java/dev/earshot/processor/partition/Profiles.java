package dev.earshot.processor.partition;

import dev.earshot.v1.NodeProfile;
import java.util.Optional;

/** What operators say of the nodes of a partition, as it is in force now. */
@FunctionalInterface
public interface Profiles {
  /** Nobody says anything of any node. */
  Profiles NONE = nodeId -> Optional.empty();

  Optional<NodeProfile> of(String nodeId);
}
