package dev.earshot.processor.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.processor.scope.NodeScopes.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeScopesTest {
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
  private final NodeScopes scopes =
      new NodeScopes(this::clusterThatIsAway, node -> 0L, FrontEndConfig.PAPER, new ObjectMapper());

  private Consumer<byte[], byte[]> clusterThatIsAway() {
    readers.add(Thread.currentThread());
    throw new TimeoutException("away");
  }

  @AfterEach
  void close() {
    scopes.close();
  }

  private static List<ScopeEvent> first(Look look) {
    List<ScopeEvent> events = look.next();
    while (events.isEmpty()) {
      Thread.onSpinWait();
      events = look.next();
    }
    return events;
  }

  @Test
  void noMoreNodesAreLookedAtThanThereAreScopesAndEachIsReadOnce() {
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < NodeScopes.SCOPES_MAX; i++) {
      looks.add(scopes.look("node-" + i).orElseThrow());
    }
    looks.forEach(NodeScopesTest::first);
    assertThat(scopes.look("one-more")).isEmpty();

    Look second = scopes.look("node-0").orElseThrow();
    first(second);
    assertThat(readers).hasSize(NodeScopes.SCOPES_MAX);

    looks.get(0).close();
    looks.get(0).close();
    assertThat(scopes.look("one-more")).as("somebody else still looks at node-0").isEmpty();
    second.close();
    assertThat(scopes.look("one-more")).isPresent();
  }

  @Test
  void thereIsRoomForAnotherLookAtANodeThatIsLookedAtAndNotForOneMore() {
    for (int i = 0; i < NodeScopes.SCOPES_MAX; i++) {
      assertThat(scopes.hasRoomFor("node-" + i)).isTrue();
      scopes.look("node-" + i);
    }
    assertThat(scopes.hasRoomFor("node-0")).isTrue();
    assertThat(scopes.hasRoomFor("one-more")).isFalse();
  }

  @Test
  void aClusterThatIsAwayIsSaid() {
    assertThat(first(scopes.look("node").orElseThrow()).get(0).name()).isEqualTo("trouble");
  }
}
