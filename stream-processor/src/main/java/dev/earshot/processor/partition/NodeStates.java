package dev.earshot.processor.partition;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Where the states of a partition's nodes are kept, by node id. Made, owned and closed by whoever
 * runs the {@link PartitionLife}, which calls it from its one thread. The bytes are not changed by
 * either side.
 */
public interface NodeStates {
  /** Keeps nothing. */
  NodeStates NONE =
      new NodeStates() {
        @Override
        public Optional<byte[]> get(String nodeId) {
          return Optional.empty();
        }

        @Override
        public void put(String nodeId, byte[] state) {}

        @Override
        public void delete(String nodeId) {}

        @Override
        public void forEach(BiConsumer<String, byte[]> visitor) {}
      };

  Optional<byte[]> get(String nodeId);

  void put(String nodeId, byte[] state);

  /** There is nothing more to keep of the node, if there was anything. */
  void delete(String nodeId);

  /** Shows every state, in any order. Nothing is put or deleted meanwhile. */
  void forEach(BiConsumer<String, byte[]> visitor);
}
