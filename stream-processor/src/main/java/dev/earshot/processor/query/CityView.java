package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The city as it is now: every node and the newest anomalies, by what was written to the topics.
 * {@link CityReader} feeds it; the page, REST and the demo's terminal read it.
 *
 * <p>Thread-safe and bounded: at most {@value #NODES_MAX} nodes (those heard of first stay) and
 * {@value #ANOMALIES_MAX} anomalies (closed ones go first). What is given out is a copy.
 */
public final class CityView {
  /** Nodes that are kept at most. */
  public static final int NODES_MAX = 20_000;

  /** Anomalies that are kept at most. */
  public static final int ANOMALIES_MAX = 500;

  /**
   * What has changed.
   *
   * @param version to ask with the next time
   * @param nodes those that changed, by id
   * @param anomalies those that changed, newest first
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Changes(long version, List<NodeView> nodes, List<AnomalyView> anomalies) {}

  private record Versioned<T>(long version, T value) {}

  private static final Comparator<AnomalyView> NEWEST_FIRST =
      Comparator.comparing(AnomalyView::startedAt).reversed().thenComparing(AnomalyView::anomalyId);

  private final Map<String, Versioned<NodeView>> nodes = new HashMap<>();
  private final Map<String, Versioned<AnomalyView>> anomalies = new LinkedHashMap<>();
  private long version;

  /** All nodes, by id. */
  public List<NodeView> nodes() {
    return changesSince(-1).nodes();
  }

  /** The newest anomalies, newest first. */
  public List<AnomalyView> anomalies() {
    return changesSince(-1).anomalies();
  }

  /** One node. */
  public synchronized Optional<NodeView> node(String nodeId) {
    return Optional.ofNullable(nodes.get(nodeId)).map(Versioned::value);
  }

  /**
   * What has changed since.
   *
   * @param since the version that an earlier call gave; below 0: everything there is
   */
  public Changes changesSince(long since) {
    List<NodeView> changedNodes = new ArrayList<>();
    List<AnomalyView> changedAnomalies = new ArrayList<>();
    long now;
    synchronized (this) {
      now = version;
      collect(nodes, since, changedNodes);
      collect(anomalies, since, changedAnomalies);
    }
    changedNodes.sort(Comparator.comparing(NodeView::nodeId));
    changedAnomalies.sort(NEWEST_FIRST);
    return new Changes(now, List.copyOf(changedNodes), List.copyOf(changedAnomalies));
  }

  private static <T> void collect(Map<String, Versioned<T>> all, long since, List<T> changed) {
    for (Versioned<T> one : all.values()) {
      if (one.version > since) {
        changed.add(one.value);
      }
    }
  }

  /** A window was scored. */
  public void score(WindowScore window) {
    change(window.getNodeId(), node -> node.with(window));
  }

  /** A node's stream fares like this. */
  public void status(NodeStatus status) {
    change(status.getNodeId(), node -> node.with(status));
  }

  /** An anomaly took a step; steps that were overtaken by later ones are passed over. */
  public synchronized void anomaly(AnomalyEvent event) {
    AnomalyView anomaly = AnomalyView.of(event);
    Versioned<AnomalyView> known = anomalies.get(anomaly.anomalyId());
    if (known != null && known.value.revision() > anomaly.revision()) {
      return;
    }
    version++;
    anomalies.put(anomaly.anomalyId(), new Versioned<>(version, anomaly));
    if (anomalies.size() > ANOMALIES_MAX) {
      forgetOne();
    }
    change(anomaly.nodeId(), node -> node.with(anomaly));
  }

  private void forgetOne() {
    String goes =
        anomalies.values().stream()
            .map(Versioned::value)
            .min(Comparator.comparing(AnomalyView::open).thenComparing(AnomalyView::startedAt))
            .orElseThrow()
            .anomalyId();
    anomalies.remove(goes);
  }

  private synchronized void change(String nodeId, UnaryOperator<NodeView> change) {
    Versioned<NodeView> known = nodes.get(nodeId);
    if (known == null && nodes.size() >= NODES_MAX) {
      return;
    }
    NodeView node = known == null ? NodeView.unheard(nodeId) : known.value;
    version++;
    nodes.put(nodeId, new Versioned<>(version, change.apply(node)));
  }
}
