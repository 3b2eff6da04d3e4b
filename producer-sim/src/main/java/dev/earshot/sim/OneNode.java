package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The name of the one node that a command makes. */
final class OneNode {
  private OneNode() {}

  /**
   * The name.
   *
   * @param nodeId as {@code --node} gave it
   * @throws Failure where there is none, or none that a node may have
   */
  static String checked(Optional<String> nodeId) {
    String name =
        nodeId.orElseThrow(() -> Failure.usage("--node is missing: what is the node called?"));
    NodeId.fault(name, name.getBytes(StandardCharsets.UTF_8))
        .ifPresent(
            fault -> {
              throw Failure.usage("--node is no name of a node: " + fault);
            });
    return name;
  }
}
