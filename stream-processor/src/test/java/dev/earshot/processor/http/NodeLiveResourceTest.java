package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.scope.NodeScopes;
import dev.earshot.v1.NodeProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLiveResourceTest {
  private final CityView city = new CityView(16_000);
  private final NodeScopes scopes =
      new NodeScopes(
          () -> {
            throw new TimeoutException("away");
          },
          node -> 0,
          FrontEndConfig.PAPER,
          new ObjectMapper());
  private final NodeLiveResource resource = new NodeLiveResource(city, scopes);

  @AfterEach
  void close() {
    scopes.close();
  }

  private Multi<OutboundSseEvent> live(int node) {
    String id = "node-" + node;
    city.profile(id, Optional.of(NodeProfile.newBuilder().setNodeId(id).build()));
    return resource.live(id, new SseImpl());
  }

  @Test
  void clientsThatAreGoneBeforeTheirAnswerHasBegunTakeNobodysRoom() {
    for (int node = 0; node <= NodeScopes.SCOPES_MAX; node++) {
      live(node);
    }

    assertThat(scopes.hasRoomFor("one-more")).isTrue();
  }

  @Test
  void aClientThatGoesMakesRoom() {
    AssertSubscriber<OutboundSseEvent> client =
        live(0).subscribe().withSubscriber(AssertSubscriber.create(10));
    client.awaitItems(1);
    for (int node = 1; node < NodeScopes.SCOPES_MAX; node++) {
      scopes.look("node-" + node);
    }
    assertThat(scopes.hasRoomFor("one-more")).isFalse();

    client.cancel();

    assertThat(scopes.hasRoomFor("one-more")).isTrue();
  }
}
