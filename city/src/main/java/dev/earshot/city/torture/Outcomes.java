package dev.earshot.city.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What comes out of one partition of frames, or is expected to: the records of each topic in their
 * order, and what is kept of each node in the end, its decisions apart. For one thread.
 */
final class Outcomes {
  private final Map<String, List<Outcome>> records = new TreeMap<>();
  private final Map<String, byte[]> states = new HashMap<>();
  private final Map<String, byte[]> decisions = new HashMap<>();

  void add(String topic, Outcome record) {
    records.computeIfAbsent(topic, none -> new ArrayList<>()).add(record);
  }

  List<Outcome> of(String topic) {
    return records.getOrDefault(topic, List.of());
  }

  /** By node id; to be changed by whoever keeps them here. */
  Map<String, byte[]> states() {
    return states;
  }

  /** The same of each node's decisions. */
  Map<String, byte[]> decisions() {
    return decisions;
  }
}
