package dev.earshot.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a node may be called: what its records' keys and everything that is told of it bear. */
public final class NodeId {
  /** The most characters (UTF-16). */
  public static final int CHARACTERS_MAX = 128;

  private NodeId() {}

  /**
   * What is wrong with a name by itself or as its record's key, in one line that does not quote it;
   * empty where it is right. Control characters, separators of lines and marks that turn the
   * direction of text are no part of a name.
   *
   * @param key of the record, null where it has none
   */
  public static Optional<String> fault(String nodeId, byte[] key) {
    if (nodeId.isEmpty() || nodeId.length() > CHARACTERS_MAX) {
      return Optional.of(
          "node_id has %d characters, 1 to %d are right"
              .formatted(nodeId.length(), CHARACTERS_MAX));
    }
    if (!ShownText.isPlain(nodeId)) {
      return Optional.of("node_id has control characters, or ones that turn text around");
    }
    return Arrays.equals(key, nodeId.getBytes(StandardCharsets.UTF_8))
        ? Optional.empty()
        : Optional.of("the key is not the node_id as UTF-8");
  }
}
