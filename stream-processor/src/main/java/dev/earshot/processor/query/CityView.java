package dev.earshot.processor.query;

import dev.earshot.processor.query.NodeView.Site;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The city as it is now: every node, what operators say of it, and the newest anomalies, by what
 * was written to the topics. {@link CityReader} feeds it; the page, REST and the demo's terminal
 * read it.
 *
 * <p>Thread-safe and bounded: at most {@value #NODES_MAX} nodes (those heard of first stay) and
 * {@value #ANOMALIES_MAX} anomalies (closed ones go first). What is given out is a copy.
 */
public final class CityView {
  /** Nodes that are kept at most. */
  public static final int NODES_MAX = 20_000;

  /** Anomalies that are kept at most. */
  public static final int ANOMALIES_MAX = 5_000;

  private static final int HISTORY_MAX = 30;

  /** Nodes that are remembered as forgotten at most, for those who ask what has changed. */
  private static final int GONE_MAX = 10_000;

  /**
   * What has changed.
   *
   * @param version to ask with the next time
   * @param nodes those that changed, by id
   * @param gone nodes that are not kept any more
   * @param anomalies those that changed, newest first
   */
  public record Changes(
      long version, List<NodeView> nodes, List<String> gone, List<AnomalyView> anomalies) {}

  /**
   * Something that happened to a node.
   *
   * @param kind a name of {@code NodeStatusKind}
   * @param at event time
   */
  public record StatusChange(String kind, Instant at) {}

  private record Versioned<T>(long version, T value) {}

  private static final Comparator<NodeView> BY_ID = Comparator.comparing(NodeView::nodeId);

  private static final Comparator<AnomalyView> OLDEST_CLOSED_FIRST =
      Comparator.comparing(AnomalyView::open)
          .thenComparing(AnomalyView::startedAt)
          .thenComparing(AnomalyView::anomalyId);

  private final int sampleRateHz;
  private final Map<String, Versioned<NodeView>> nodes = new HashMap<>();
  private final Map<String, Deque<StatusChange>> histories = new HashMap<>();
  private final Map<String, Instant> recordedAt = new HashMap<>();
  private final Map<String, Long> deadLetters = new HashMap<>();
  private final Map<String, NodeProfile> profiles = new HashMap<>();
  private final Map<String, Long> gone = new LinkedHashMap<>();
  private final Map<String, Versioned<AnomalyView>> anomalies = new HashMap<>();
  private final TreeSet<AnomalyView> byAge = new TreeSet<>(OLDEST_CLOSED_FIRST);
  private Optional<Instant> anomaliesKnownFrom = Optional.empty();
  private long version;

  /**
   * @param sampleRateHz of the nodes, samples a second
   */
  public CityView(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /** All nodes, by id. */
  public List<NodeView> nodes() {
    List<NodeView> all = new ArrayList<>();
    synchronized (this) {
      collect(nodes, -1, all);
    }
    all.sort(BY_ID);
    return List.copyOf(all);
  }

  /** The anomalies that are kept, newest first. */
  public List<AnomalyView> anomalies() {
    List<AnomalyView> all = new ArrayList<>();
    synchronized (this) {
      collect(anomalies, -1, all);
    }
    all.sort(AnomalyView.NEWEST_FIRST);
    return List.copyOf(all);
  }

  /** From when on all anomalies are kept; empty: none was left out so far. */
  public synchronized Optional<Instant> anomaliesKnownFrom() {
    return anomaliesKnownFrom;
  }

  /** One anomaly. */
  public synchronized Optional<AnomalyView> anomaly(String anomalyId) {
    return Optional.ofNullable(anomalies.get(anomalyId)).map(Versioned::value);
  }

  /** One node. */
  public synchronized Optional<NodeView> node(String nodeId) {
    return Optional.ofNullable(nodes.get(nodeId)).map(Versioned::value);
  }

  /** Where a node hangs; {@link Site#UNKNOWN} of one that is not known. */
  public Site site(String nodeId) {
    return node(nodeId).map(NodeView::site).orElse(Site.UNKNOWN);
  }

  /**
   * Timestamp of the newest record that told of a node; near to those of its frames, whatever its
   * clock says. Empty of one that nothing was heard of.
   */
  public synchronized Optional<Instant> recordedAt(String nodeId) {
    return Optional.ofNullable(recordedAt.get(nodeId));
  }

  /** How many records in a node's name could not be used; as {@link NodeView.Counters} has it. */
  public synchronized long deadLetters(String nodeId) {
    return deadLetters.getOrDefault(nodeId, 0L);
  }

  /** What has happened to a node since this reads, oldest first; the last few dozen. */
  public synchronized List<StatusChange> statusHistory(String nodeId) {
    return List.copyOf(histories.getOrDefault(nodeId, new ArrayDeque<>()));
  }

  /** What an operator says of a node: the newest profile on the topic. */
  public synchronized Optional<NodeProfile> profile(String nodeId) {
    return Optional.ofNullable(profiles.get(nodeId));
  }

  /**
   * What has changed since.
   *
   * @param since the version that an earlier call gave; below 0: everything there is
   */
  public Changes changesSince(long since) {
    List<NodeView> changedNodes = new ArrayList<>();
    List<AnomalyView> changedAnomalies = new ArrayList<>();
    List<String> goneSince;
    long now;
    synchronized (this) {
      now = version;
      collect(nodes, since, changedNodes);
      collect(anomalies, since, changedAnomalies);
      goneSince =
          gone.entrySet().stream()
              .filter(one -> one.getValue() > since)
              .map(Map.Entry::getKey)
              .toList();
    }
    changedNodes.sort(BY_ID);
    changedAnomalies.sort(AnomalyView.NEWEST_FIRST);
    return new Changes(now, List.copyOf(changedNodes), goneSince, List.copyOf(changedAnomalies));
  }

  private static <T> void collect(Map<String, Versioned<T>> all, long since, List<T> changed) {
    for (Versioned<T> one : all.values()) {
      if (one.version > since) {
        changed.add(one.value);
      }
    }
  }

  /**
   * A window was scored.
   *
   * @param recordedAt timestamp of the record that says so
   */
  public synchronized void score(WindowScore window, Instant recordedAt) {
    change(window.getNodeId(), node -> node.with(window));
    recorded(window.getNodeId(), recordedAt);
  }

  private void recorded(String nodeId, Instant at) {
    if (nodes.containsKey(nodeId)) {
      recordedAt.put(nodeId, at);
    }
  }

  /**
   * A node's stream fares like this.
   *
   * @param recordedAt timestamp of the record that says so
   */
  public synchronized void status(NodeStatus status, Instant recordedAt) {
    String nodeId = status.getNodeId();
    if (status.getKind() == NodeStatusKind.FORGOTTEN) {
      forget(nodeId);
    } else {
      change(nodeId, node -> node.with(status, sampleRateHz));
      recorded(nodeId, recordedAt);
      remember(status);
    }
  }

  private void remember(NodeStatus status) {
    if (status.getKind() == NodeStatusKind.LISTENING || !nodes.containsKey(status.getNodeId())) {
      return;
    }
    Deque<StatusChange> history =
        histories.computeIfAbsent(status.getNodeId(), id -> new ArrayDeque<>());
    StatusChange change = new StatusChange(status.getKind().name(), status.getAt());
    if (history.contains(change)) {
      return; // whoever feeds this has begun again
    }
    history.addLast(change);
    if (history.size() > HISTORY_MAX) {
      history.removeFirst();
    }
  }

  /** A record in a node's name, one that is known or not, could not be used. */
  public synchronized void deadLetter(String nodeId) {
    if (deadLetters.size() < NODES_MAX || deadLetters.containsKey(nodeId)) {
      long count = deadLetters.merge(nodeId, 1L, Long::sum);
      if (nodes.containsKey(nodeId)) {
        change(nodeId, node -> node.withDeadLetters(count));
      }
    }
  }

  /**
   * An operator says so of a node.
   *
   * @param profile the newest; empty where it was taken back
   */
  public synchronized void profile(String nodeId, Optional<NodeProfile> profile) {
    if (profile.isPresent() && (profiles.size() < NODES_MAX || profiles.containsKey(nodeId))) {
      profiles.put(nodeId, profile.get());
    } else {
      profiles.remove(nodeId);
    }
    boolean unheard = !node(nodeId).map(NodeView::heard).orElse(false);
    if (profile.isEmpty() && unheard) {
      forget(nodeId);
    } else {
      change(nodeId, node -> node.with(profile));
    }
  }

  /**
   * Somebody has just written so of a node, and wants to see it before it is read from the topic.
   *
   * @param before what was known when it was about to be written; where that has changed, it has
   *     been read, or something that was written after it
   */
  public synchronized void profileWritten(
      String nodeId, Optional<NodeProfile> before, Optional<NodeProfile> written) {
    if (profile(nodeId).equals(before)) {
      profile(nodeId, written);
    }
  }

  private void forget(String nodeId) {
    histories.remove(nodeId);
    recordedAt.remove(nodeId);
    deadLetters.remove(nodeId);
    if (nodes.remove(nodeId) != null) {
      version++;
      gone.put(nodeId, version);
      if (gone.size() > GONE_MAX) {
        gone.remove(gone.keySet().iterator().next());
      }
    }
  }

  /**
   * An anomaly took a step; steps that were overtaken by later ones are passed over.
   *
   * @param recordedAt timestamp of the record that says so
   */
  public synchronized void anomaly(AnomalyEvent event, Instant recordedAt) {
    Versioned<AnomalyView> known = anomalies.get(event.getAnomalyId());
    if (known != null && known.value.revision() > event.getRevision()) {
      return;
    }
    // by its first step: that a node fell silent is told by a record of another one, later
    Duration recordLag =
        known == null
            ? Duration.between(event.getUpdatedAt(), recordedAt)
            : known.value.recordLag();
    AnomalyView anomaly = AnomalyView.of(event, recordLag);
    version++;
    if (known != null) {
      byAge.remove(known.value);
    }
    byAge.add(anomaly);
    anomalies.put(anomaly.anomalyId(), new Versioned<>(version, anomaly));
    if (anomalies.size() > ANOMALIES_MAX) {
      anomalyGoes(byAge.pollFirst());
    }
    change(anomaly.nodeId(), node -> node.with(anomaly));
  }

  private void anomalyGoes(AnomalyView anomaly) {
    anomalies.remove(anomaly.anomalyId());
    anomaliesLeftOut(anomaly.startedAt());
  }

  /** Told by who feeds it: anomalies that began by then may be missing. */
  synchronized void anomaliesLeftOut(Instant upTo) {
    if (anomaliesKnownFrom.map(upTo::isAfter).orElse(true)) {
      anomaliesKnownFrom = Optional.of(upTo);
    }
  }

  private synchronized void change(String nodeId, UnaryOperator<NodeView> change) {
    Versioned<NodeView> known = nodes.get(nodeId);
    if (known == null && nodes.size() >= NODES_MAX) {
      return;
    }
    NodeView node = known == null ? unheard(nodeId) : known.value;
    version++;
    gone.remove(nodeId);
    nodes.put(nodeId, new Versioned<>(version, change.apply(node)));
  }

  private NodeView unheard(String nodeId) {
    return NodeView.unheard(nodeId).with(profile(nodeId)).withDeadLetters(deadLetters(nodeId));
  }
}
