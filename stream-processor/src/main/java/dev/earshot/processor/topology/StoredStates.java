package dev.earshot.processor.topology;

import dev.earshot.processor.partition.NodeStates;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The states of a task's nodes in its store. */
record StoredStates(KeyValueStore<String, byte[]> store) implements NodeStates {
  @Override
  public Optional<byte[]> get(String nodeId) {
    return Optional.ofNullable(store.get(nodeId));
  }

  @Override
  public void put(String nodeId, byte[] state) {
    store.put(nodeId, state);
  }

  @Override
  public void delete(String nodeId) {
    store.delete(nodeId);
  }

  @Override
  public void forEach(BiConsumer<String, byte[]> visitor) {
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> node = all.next();
        visitor.accept(node.key, node.value);
      }
    }
  }
}
