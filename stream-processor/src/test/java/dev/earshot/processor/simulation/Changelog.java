package dev.earshot.processor.simulation;

import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.NodeStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.v1.NodeProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A partition's stores as Kafka keeps them: what is put counts once it is committed, and an abort
 * brings back what was committed last. Gives and takes copies, so nobody changes what it keeps.
 */
final class Changelog implements NodeStates {
  private Map<String, byte[]> states = new HashMap<>();
  private Map<String, byte[]> profiles = new HashMap<>();
  private Map<String, byte[]> committedStates = new HashMap<>();
  private Map<String, byte[]> committedProfiles = new HashMap<>();

  void commit() {
    committedStates = new HashMap<>(states);
    committedProfiles = new HashMap<>(profiles);
  }

  void abort() {
    states = new HashMap<>(committedStates);
    profiles = new HashMap<>(committedProfiles);
  }

  Optional<NodeProfile> profileOf(String nodeId, long atMicros) {
    return profilesOf(nodeId).at(atMicros);
  }

  ProfileSchedule profilesOf(String nodeId) {
    return Optional.ofNullable(profiles.get(nodeId))
        .map(ProfileSchedule::read)
        .orElse(ProfileSchedule.NONE);
  }

  void putProfiles(String nodeId, ProfileSchedule schedule) {
    profiles.put(nodeId, schedule.save());
  }

  /** An operator takes back what was said. */
  void deleteProfiles(String nodeId) {
    profiles.remove(nodeId);
  }

  /** The states of the nodes, to be looked at only. */
  Map<String, byte[]> ofNodes() {
    Map<String, byte[]> ofNodes = new HashMap<>(states);
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

  @Override
  public Optional<byte[]> get(String nodeId) {
    return Optional.ofNullable(states.get(nodeId)).map(byte[]::clone);
  }

  @Override
  public void put(String nodeId, byte[] state) {
    states.put(nodeId, state.clone());
  }

  @Override
  public void delete(String nodeId) {
    states.remove(nodeId);
  }

  @Override
  public void forEach(BiConsumer<String, byte[]> visitor) {
    states.forEach((nodeId, state) -> visitor.accept(nodeId, state.clone()));
  }
}
