package dev.earshot.processor.scope;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The nodes that somebody looks at now, each read once however many look. Thread-safe and bounded:
 * {@value #SCOPES_MAX} nodes at once.
 */
public final class NodeScopes implements AutoCloseable {
  /** Nodes that are looked at at once, at most: each reads a partition of the topic of frames. */
  public static final int SCOPES_MAX = 16;

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ToLongFunction<String> newestMs;
  private final FrontEndConfig config;
  private final ObjectMapper json;
  private final Map<String, Shared> scopes = new HashMap<>();

  private static final class Shared {
    final NodeScope scope;
    int looking;

    Shared(NodeScope scope) {
      this.scope = scope;
    }
  }

  /**
   * @param consumers makes one, which is closed here
   * @param newestMs timestamp of the newest record that told of a node, milliseconds since the
   *     epoch
   * @param config of the front-end whose columns are shown
   */
  public NodeScopes(
      Supplier<Consumer<byte[], byte[]>> consumers,
      ToLongFunction<String> newestMs,
      FrontEndConfig config,
      ObjectMapper json) {
    this.consumers = consumers;
    this.newestMs = newestMs;
    this.config = config;
    this.json = json;
  }

  /** Somebody's look at a node; to be closed. For one thread at a time. */
  public final class Look implements AutoCloseable {
    private final String nodeId;
    private final NodeScope scope;
    private long seen;
    private boolean closed;

    private Look(String nodeId, NodeScope scope) {
      this.nodeId = nodeId;
      this.scope = scope;
    }

    /** What is new; begins with what the last minute had. */
    public List<ScopeEvent> next() {
      List<ScopeEvent> events = scope.since(seen);
      if (!events.isEmpty()) {
        seen = events.get(events.size() - 1).number();
      }
      return events;
    }

    @Override
    public void close() {
      synchronized (NodeScopes.this) {
        if (!closed) {
          closed = true;
          left(nodeId);
        }
      }
    }
  }

  /** Whether somebody could look at a node now. */
  public synchronized boolean hasRoomFor(String nodeId) {
    return scopes.containsKey(nodeId) || scopes.size() < SCOPES_MAX;
  }

  /** Begins to look; empty where too many nodes are looked at. */
  public synchronized Optional<Look> look(String nodeId) {
    if (!hasRoomFor(nodeId)) {
      return Optional.empty();
    }
    Shared shared = scopes.get(nodeId);
    if (shared == null) {
      NodeScope scope =
          new NodeScope(nodeId, () -> newestMs.applyAsLong(nodeId), consumers, config, json);
      shared = new Shared(scope);
      scopes.put(nodeId, shared);
      scope.start();
    }
    shared.looking++;
    return Optional.of(new Look(nodeId, shared.scope));
  }

  private void left(String nodeId) {
    Shared shared = scopes.get(nodeId);
    if (shared != null) {
      shared.looking--;
      if (shared.looking == 0) {
        scopes.remove(nodeId);
        shared.scope.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    scopes.values().forEach(shared -> shared.scope.close());
    scopes.clear();
  }
}
