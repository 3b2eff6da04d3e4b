package dev.earshot.processor.query;

import dev.earshot.contracts.Topics;
import dev.earshot.processor.node.LastHeard;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.topology.EarshotTopology;
import dev.earshot.v1.NodeProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The states of nodes as they are in the stores of whichever instance hears them (interactive
 * queries of Kafka Streams). What is read is what the instance works with now: of the newest
 * moments it may not be committed yet. Thread-safe.
 */
public final class NodeStores {
  private static final byte[] NOTHING = {};

  /** Where a node's state is. */
  public sealed interface Found {
    /**
     * In a store of this instance.
     *
     * @param state of the store {@code node-state}
     * @param decisions of the store {@code node-decisions}; no bytes where there are none
     * @param profiles what operators say of it, by time
     */
    record Here(byte[] state, byte[] decisions, ProfileSchedule profiles) implements Found {
      /** The profile that stands for its newest sound. */
      public Optional<NodeProfile> profile() {
        return profiles.at(LastHeard.in(state).capturedMicros());
      }
    }

    /** In a store of the instance with this address. */
    record There(HostInfo owner) implements Found {}

    /** Nowhere: the node was never heard, or is forgotten. */
    record Nowhere() implements Found {}

    /** Not to be said now. */
    record Unclear(String why) implements Found {}
  }

  /**
   * An instance of the application.
   *
   * @param address {@code host:port} of its page and REST; empty where it says none
   * @param partitions of the topic of frames that it has
   * @param replicas partitions whose states it keeps a copy of
   * @param self whether it is this one
   */
  public record Instance(
      Optional<HostInfo> address, long partitions, long replicas, boolean self) {}

  /** Why a partition is not where the group says it is. */
  public static final String MOVING =
      "partitions are moving between instances (or, where it stays so, two give one --advertise);"
          + " try again";

  private final KafkaStreams streams;
  private final Optional<HostInfo> self;

  /**
   * @param self the address that this instance gives to the others; empty where it gives none
   */
  public NodeStores(KafkaStreams streams, Optional<HostInfo> self) {
    this.streams = streams;
    this.self = self;
  }

  /** Looks a node up. */
  public Found find(String nodeId) {
    try {
      if (self.isEmpty()) {
        return here(nodeId, Optional.empty()); // and nowhere else, as nobody tells addresses
      }
      KeyQueryMetadata owner =
          streams.queryMetadataForKey(
              EarshotTopology.NODE_STATE, nodeId, Serdes.String().serializer());
      if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return new Found.Unclear(MOVING);
      }
      if (isThisOne(owner.activeHost())) {
        return here(nodeId, Optional.of(owner.partition()));
      }
      return isNoAddress(owner.activeHost())
          ? new Found.Unclear("the instance that hears this node gives no address; --advertise one")
          : new Found.There(owner.activeHost());
    } catch (InvalidStateStoreException | IllegalStateException e) {
      return new Found.Unclear(MOVING);
    }
  }

  private Found here(String nodeId, Optional<Integer> partition) {
    byte[] state = store(EarshotTopology.NODE_STATE, partition).get(nodeId);
    if (state == null) {
      return new Found.Nowhere();
    }
    byte[] kept = store(EarshotTopology.NODE_DECISIONS, partition).get(nodeId);
    byte[] said = store(EarshotTopology.NODE_PROFILES, partition).get(nodeId);
    return new Found.Here(
        state,
        kept == null ? NOTHING : kept,
        said == null ? ProfileSchedule.NONE : ProfileSchedule.read(said));
  }

  private ReadOnlyKeyValueStore<String, byte[]> store(String name, Optional<Integer> partition) {
    StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> all =
        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore());
    return streams.store(partition.map(all::withPartition).orElse(all));
  }

  /**
   * Shows id and decisions of every node that is heard here.
   *
   * @throws InvalidStateStoreException while partitions move, or Kafka Streams does not run
   */
  public void decisionsHere(BiConsumer<String, byte[]> visitor) {
    if (!streams.state().isRunningOrRebalancing()) {
      throw new InvalidStateStoreException("Kafka Streams is " + streams.state());
    }
    if (streams.metadataForLocalThreads().stream().allMatch(t -> t.activeTasks().isEmpty())) {
      return;
    }
    try (KeyValueIterator<String, byte[]> all =
        store(EarshotTopology.NODE_DECISIONS, Optional.empty()).all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> one = all.next();
        visitor.accept(one.key, one.value);
      }
    }
  }

  /**
   * All instances that are known of now, this one first; alone while Kafka Streams does not run.
   */
  public List<Instance> instances() {
    try {
      return told();
    } catch (InvalidStateStoreException | IllegalStateException e) {
      return List.of(alone()); // it tells of nobody now
    }
  }

  private List<Instance> told() {
    Map<String, Instance> others = new TreeMap<>();
    List<Instance> all = new ArrayList<>();
    for (StreamsMetadata one : streams.metadataForAllStreamsClients()) {
      boolean isSelf = isThisOne(one.hostInfo());
      Instance instance =
          new Instance(
              Optional.of(one.hostInfo()).filter(host -> !isNoAddress(host)),
              of(one.topicPartitions()),
              of(one.standbyTopicPartitions()),
              isSelf);
      if (isSelf) {
        all.add(0, instance);
      } else {
        others.put(one.hostInfo().toString() + others.size(), instance);
      }
    }
    all.addAll(others.values());
    return all.isEmpty() ? List.of(alone()) : all;
  }

  /** Kafka Streams tells of no instance that gives no address. */
  private Instance alone() {
    Set<TopicPartition> active = new HashSet<>();
    Set<TopicPartition> standby = new HashSet<>();
    for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
      thread.activeTasks().forEach(task -> active.addAll(task.topicPartitions()));
      thread.standbyTasks().forEach(task -> standby.addAll(task.topicPartitions()));
    }
    return new Instance(Optional.empty(), of(active), of(standby), true);
  }

  private static long of(Set<TopicPartition> partitions) {
    return partitions.stream().filter(one -> one.topic().equals(Topics.PCM_FRAMES)).count();
  }

  private boolean isThisOne(HostInfo host) {
    return self.map(host::equals).orElse(false);
  }

  private static boolean isNoAddress(HostInfo host) {
    return host.equals(HostInfo.unavailable());
  }
}
