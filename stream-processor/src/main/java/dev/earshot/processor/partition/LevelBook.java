package dev.earshot.processor.partition;

import dev.earshot.processor.node.MeasuredHop;
import dev.earshot.processor.node.NodeLevels;
import dev.earshot.v1.SoundLevels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what one record brought of calibrated nodes' sound into their levels: {@link #close} works
 * it out, {@link #entries} and {@link #told} are what is to be kept and sent. Not thread-safe.
 */
final class LevelBook {
  private static final byte[] NOTHING = {};

  private record Entry(String nodeId, Optional<MeasuredHop> hop) {}

  private final NodeLevels levels = new NodeLevels();
  private final List<Entry> heard = new ArrayList<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<SoundLevels> told = new ArrayList<>();

  void clear() {
    heard.clear();
    entries.clear();
    told.clear();
  }

  void hop(String nodeId, MeasuredHop hop) {
    heard.add(new Entry(nodeId, Optional.of(hop)));
  }

  void paused(String nodeId) {
    heard.add(new Entry(nodeId, Optional.empty()));
  }

  int size() {
    return heard.size();
  }

  void backTo(int size) {
    heard.subList(size, heard.size()).clear();
  }

  /** Works out what has come of the record; reads, but does not write. */
  void close(NodeStates kept) {
    Map<String, List<Entry>> ofNodes = new LinkedHashMap<>();
    for (Entry entry : heard) {
      ofNodes.computeIfAbsent(entry.nodeId, id -> new ArrayList<>()).add(entry);
    }
    ofNodes.forEach((nodeId, ofNode) -> close(nodeId, kept.get(nodeId), ofNode));
  }

  private void close(String nodeId, Optional<byte[]> before, List<Entry> ofNode) {
    if (before.isEmpty() && ofNode.stream().allMatch(entry -> entry.hop.isEmpty())) {
      return; // never calibrated
    }
    levels.wake(nodeId, before.orElse(NOTHING));
    for (Entry entry : ofNode) {
      entry.hop.ifPresentOrElse(hop -> levels.add(hop, told::add), () -> levels.tell(told::add));
    }
    entries.put(nodeId, levels.save());
  }

  /** By node, what is to be kept. */
  Map<String, byte[]> entries() {
    return entries;
  }

  /** What is to be sent, in order. */
  List<SoundLevels> told() {
    return told;
  }
}
