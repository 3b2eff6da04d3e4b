package dev.earshot.processor.query;

import dev.earshot.processor.node.NodeLevels;
import dev.earshot.processor.query.LevelsAtNode.Quarter;
import dev.earshot.processor.query.LevelsAtNode.Second;
import dev.earshot.v1.SoundLevels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest levels of every calibrated node, by what was written to the topic of levels; {@link
 * CityReader} feeds it.
 *
 * <p>Thread-safe and bounded: at most {@link CityView#NODES_MAX} nodes (those heard of first stay),
 * of each the seconds of the last quarter of an hour and {@value #QUARTERS_MAX} quarters of an
 * hour. What is given out is a copy.
 */
public final class LevelsView {
  /** Quarters of an hour that are kept of a node: those of a day. */
  public static final int QUARTERS_MAX = 96;

  private static final long SHORT_MS = NodeLevels.SHORT.toMillis();
  private static final long SECONDS_KEPT_MS = NodeLevels.LONG.toMillis();
  private static final long QUARTERS_KEPT_MS = QUARTERS_MAX * NodeLevels.LONG.toMillis();
  private static final long SECOND_MS = Duration.ofSeconds(1).toMillis();
  private static final int SECONDS = (int) NodeLevels.SHORT.toSeconds();
  private static final float[] LOST = seconds(List.of());

  private final Map<String, Node> nodes = new HashMap<>();

  /** By when each begins, milliseconds since the epoch. */
  private static final class Node {
    final NavigableMap<Long, float[]> seconds = new TreeMap<>();
    final NavigableMap<Long, Quarter> quarters = new TreeMap<>();

    long newestMs() {
      return Math.max(newestMs(seconds), newestMs(quarters));
    }

    private static long newestMs(NavigableMap<Long, ?> kept) {
      return kept.isEmpty() ? Long.MIN_VALUE : kept.lastKey();
    }
  }

  /**
   * A node is forgotten, and with it what was told of it; not what it told since it came back,
   * which may be read before.
   *
   * @param heardUntil event time of its newest sound
   */
  synchronized void forget(String nodeId, Instant heardUntil) {
    Node node = nodes.get(nodeId);
    if (node != null && node.newestMs() <= heardUntil.toEpochMilli()) {
      nodes.remove(nodeId);
    }
  }

  /** Takes what was told last. */
  public synchronized void levels(SoundLevels told) {
    Node node = nodes.get(told.getNodeId());
    if (node == null) {
      if (nodes.size() >= CityView.NODES_MAX) {
        return;
      }
      node = new Node();
      nodes.put(told.getNodeId(), node);
    }
    long from = told.getFrom().toEpochMilli();
    Duration lasts = Duration.between(told.getFrom(), told.getTo());
    if (lasts.equals(NodeLevels.SHORT)) {
      put(node.seconds, from, seconds(told.getLaeq1sDb()), SECONDS_KEPT_MS);
    } else if (lasts.equals(NodeLevels.LONG)) {
      put(node.quarters, from, Quarter.of(told), QUARTERS_KEPT_MS);
    }
  }

  /**
   * What is older than so long is forgotten, and all where the node's clock has stepped back by
   * more.
   */
  private static <T> void put(NavigableMap<Long, T> kept, long from, T value, long keptMs) {
    if (!kept.isEmpty() && kept.lastKey() - from >= keptMs) {
      kept.clear();
    }
    kept.put(from, value);
    kept.headMap(kept.lastKey() - keptMs, true).clear();
  }

  /** One each, NaN where it is lost or was not told. */
  private static float[] seconds(List<Float> told) {
    float[] levels = new float[SECONDS];
    for (int i = 0; i < SECONDS; i++) {
      Float level = i < told.size() ? told.get(i) : null;
      levels[i] = level == null ? Float.NaN : level;
    }
    return levels;
  }

  /** The newest levels of a node; empty where none were told of it. */
  public synchronized Optional<LevelsAtNode> of(String nodeId) {
    return Optional.ofNullable(nodes.get(nodeId))
        .map(node -> LevelsAtNode.of(seconds(node.seconds), List.copyOf(node.quarters.values())));
  }

  private static List<Second> seconds(NavigableMap<Long, float[]> kept) {
    List<Second> seconds = new ArrayList<>();
    if (kept.isEmpty()) {
      return seconds;
    }
    for (long from = kept.firstKey(); from <= kept.lastKey(); from += SHORT_MS) {
      float[] levels = kept.getOrDefault(from, LOST);
      for (int i = 0; i < SECONDS; i++) {
        float level = levels[i];
        seconds.add(
            new Second(
                from + i * SECOND_MS, Float.isNaN(level) ? Optional.empty() : Optional.of(level)));
      }
    }
    return seconds;
  }
}
