package dev.earshot.processor.simulation;

import dev.earshot.processor.node.Decision;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.NodeStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A partition's stores as Kafka keeps them: what is put counts once it is committed, and an abort
 * brings back what was committed last. Gives and takes copies, so nobody changes what it keeps.
 */
final class Changelog {
  /** One store. */
  private static final class Store implements NodeStates {
    private Map<String, byte[]> now = new HashMap<>();
    private Map<String, byte[]> committed = new HashMap<>();

    void commit() {
      committed = new HashMap<>(now);
    }

    void abort() {
      now = new HashMap<>(committed);
    }

    @Override
    public Optional<byte[]> get(String nodeId) {
      return Optional.ofNullable(now.get(nodeId)).map(byte[]::clone);
    }

    @Override
    public void put(String nodeId, byte[] state) {
      now.put(nodeId, state.clone());
    }

    @Override
    public void delete(String nodeId) {
      now.remove(nodeId);
    }

    @Override
    public void forEach(BiConsumer<String, byte[]> visitor) {
      now.forEach((nodeId, state) -> visitor.accept(nodeId, state.clone()));
    }
  }

  private final Store states = new Store();
  private final Store decisions = new Store();
  private final Store profiles = new Store();

  void commit() {
    List.of(states, decisions, profiles).forEach(Store::commit);
  }

  void abort() {
    List.of(states, decisions, profiles).forEach(Store::abort);
  }

  NodeStates states() {
    return states;
  }

  NodeStates decisions() {
    return decisions;
  }

  Optional<NodeProfile> profileOf(String nodeId, long atMicros) {
    return profilesOf(nodeId).at(atMicros);
  }

  ProfileSchedule profilesOf(String nodeId) {
    return profiles.get(nodeId).map(ProfileSchedule::read).orElse(ProfileSchedule.NONE);
  }

  void putProfiles(String nodeId, ProfileSchedule schedule) {
    profiles.put(nodeId, schedule.save());
  }

  /** An operator takes back what was said. */
  void deleteProfiles(String nodeId) {
    profiles.delete(nodeId);
  }

  /** The states of the nodes, to be looked at only. */
  Map<String, byte[]> ofNodes() {
    Map<String, byte[]> ofNodes = new HashMap<>(states.now);
    ofNodes.remove(PartitionLife.ITSELF);
    return ofNodes;
  }

  /** How the nodes of which something is kept differ from these, in words. */
  Optional<String> differsFrom(Set<String> nodeIds) {
    Set<String> kept = ofNodes().keySet();
    return kept.equals(nodeIds)
        ? Optional.empty()
        : Optional.of("nodes by the rules: " + nodeIds + ", nodes that are kept: " + kept);
  }

  /** How what is kept of decisions does not explain an anomaly that opened or closed, in words. */
  Optional<String> leavesUnexplained(AnomalyEvent event) {
    String nodeId = event.getNodeId();
    boolean isForgotten = states.get(nodeId).isEmpty();
    List<Decision> ofIt =
        KeptDecisions.read(decisions.get(nodeId).orElse(new byte[0])).stream()
            .filter(one -> one.anomalyId(nodeId).equals(Optional.of(event.getAnomalyId())))
            .toList();
    boolean explained =
        switch (event.getPhase()) {
          case OPENED -> ofIt.stream().anyMatch(one -> one.stretch().outcome().opened());
          case CLOSED ->
              ofIt.stream()
                  .map(one -> one.stretch().outcome().name())
                  .anyMatch(event.getEndReason().name()::equals);
          default -> true;
        };
    return isForgotten || explained
        ? Optional.empty()
        : Optional.of("no decision explains " + event + ", of it are kept: " + ofIt);
  }

  /** Nodes of which decisions are kept, and nothing else. */
  Optional<String> leavesDecisionsBehind() {
    Set<String> left = new HashSet<>(decisions.now.keySet());
    left.removeAll(states.now.keySet());
    return left.isEmpty() ? Optional.empty() : Optional.of("decisions of nodes forgotten: " + left);
  }
}
