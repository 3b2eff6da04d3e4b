package dev.earshot.processor.http;

import dev.earshot.processor.query.CityView;
import dev.earshot.processor.scope.NodeScopes;
import dev.earshot.processor.scope.NodeScopes.Look;
import dev.earshot.processor.scope.ScopeEvent;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** One node live, closely: near to sound, so where there are users it is for operators. */
@Path("/api/nodes/{id}/live")
@Blocking
@Tag(name = "live")
public class NodeLiveResource {
  private static final Logger LOG = Logger.getLogger(NodeLiveResource.class);
  private static final Duration EVERY = Duration.ofMillis(250);

  private final CityView city;
  private final NodeScopes scopes;

  NodeLiveResource(CityView city, NodeScopes scopes) {
    this.city = city;
    this.scopes = scopes;
  }

  /** A slow client takes up to a minute's events later at once, and misses those before. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Server-sent events: windows and columns of a node, from a minute back on",
      description =
          "windows: {windows: [[end_ms, score, smoothed, state, laeq_dbfs, lafmax_dbfs]]};"
              + " columns: {end_ms, hop_ms, mfcc, mel_db}; trouble: {notice}.")
  public Multi<OutboundSseEvent> live(@PathParam("id") String id, @Context Sse sse) {
    if (city.node(id).isEmpty()) {
      throw Refusal.of(Status.NOT_FOUND, "no such node is known");
    }
    if (!scopes.hasRoomFor(id)) {
      throw noRoom();
    }
    // looks once it subscribes: a client that is gone before would never have it closed
    return Multi.createFrom()
        .resource(() -> scopes.look(id).orElseThrow(NodeLiveResource::noRoom), this::events)
        .withFinalizer(Look::close)
        .map(event -> of(event, sse));
  }

  private static RuntimeException noRoom() {
    return Refusal.of(
        Status.SERVICE_UNAVAILABLE,
        NodeScopes.SCOPES_MAX + " nodes are looked at already; close a page");
  }

  private Multi<ScopeEvent> events(Look look) {
    return Multi.createFrom()
        .ticks()
        .every(EVERY)
        .onOverflow()
        .drop()
        .onItem()
        .transformToIterable(tick -> look.next())
        .onFailure()
        .invoke(e -> LOG.error("a node's live stream has failed", e));
  }

  private static OutboundSseEvent of(ScopeEvent event, Sse sse) {
    return sse.newEventBuilder().name(event.name()).data(event.json()).build();
  }
}
