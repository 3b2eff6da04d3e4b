package dev.earshot.processor.http;

import dev.earshot.processor.http.LiveBeats.Beat;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The city live. */
@Path("/api/live")
@Blocking
@Tag(name = "live")
public class LiveResource {
  private static final Logger LOG = Logger.getLogger(LiveResource.class);

  private final LiveBeats beats;

  LiveResource(LiveBeats beats) {
    this.beats = beats;
  }

  /**
   * For a client that is slow beats are left out; the next one says all that has changed, so
   * nothing piles up and nothing is missed.
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Operation(summary = "Server-sent events: what has changed in the city, twice a second")
  public Multi<String> live() {
    AtomicLong version = new AtomicLong(-1);
    return Multi.createFrom()
        .ticks()
        .every(LiveBeats.EVERY)
        .onOverflow()
        .drop()
        .map(
            tick -> {
              Beat beat = beats.since(version.get());
              version.set(beat.version());
              return beat.text();
            })
        .onFailure()
        .invoke(e -> LOG.error("the city's live stream has failed", e));
  }
}
