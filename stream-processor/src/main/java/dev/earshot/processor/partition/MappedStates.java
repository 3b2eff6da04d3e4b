package dev.earshot.processor.partition;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * States in a map, for whoever runs a partition's life without a store. Not thread-safe.
 *
 * @param states by node id; the maker's, changed here
 */
public record MappedStates(Map<String, byte[]> states) implements NodeStates {
  @Override
  public Optional<byte[]> get(String nodeId) {
    return Optional.ofNullable(states.get(nodeId));
  }

  @Override
  public void put(String nodeId, byte[] state) {
    states.put(nodeId, state);
  }

  @Override
  public void delete(String nodeId) {
    states.remove(nodeId);
  }

  @Override
  public void forEach(BiConsumer<String, byte[]> visitor) {
    states.forEach(visitor);
  }
}
