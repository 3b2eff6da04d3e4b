package dev.earshot.processor.http;

import dev.earshot.processor.http.LiveBeats.Beat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The city live: {@code GET /api/live} has server-sent events, one a beat. All that keep up are
 * sent the same bytes; a resource of REST would encode the same text anew for each of them. For a
 * client that is slow beats are left out, and the next one says all that has changed, so nothing
 * piles up and nothing is missed. (OpenAPI knows it by {@code META-INF/openapi.yaml}.)
 */
@Singleton
class LiveStreams {
  private static final Logger LOG = Logger.getLogger(LiveStreams.class);

  private final LiveBeats beats;
  private final Vertx vertx;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean telling = new AtomicBoolean();

  LiveStreams(LiveBeats beats, Vertx vertx) {
    this.beats = beats;
    this.vertx = vertx;
  }

  void serve(@Observes Router router) {
    router.get("/api/live").handler(this::listen);
    vertx.setPeriodic(LiveBeats.EVERY.toMillis(), timer -> tellAll());
  }

  private void listen(RoutingContext request) {
    HttpServerResponse response = request.response();
    if (response.ended()) {
      return; // it was refused
    }
    Listener listener = new Listener(response);
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS);
    response.exceptionHandler(e -> listeners.remove(listener));
    response.closeHandler(gone -> listeners.remove(listener));
    listeners.add(listener);
    offTheEventLoop(listener::tell); // a page that opens does not wait for the next beat
  }

  private void tellAll() {
    if (!listeners.isEmpty() && telling.compareAndSet(false, true)) {
      offTheEventLoop(() -> listeners.forEach(Listener::tell))
          .onComplete(done -> telling.set(false));
    }
  }

  /** A large city takes a while to be written. */
  private Future<Void> offTheEventLoop(Runnable work) {
    return vertx
        .<Void>executeBlocking(
            () -> {
              work.run();
              return null;
            },
            false)
        .onFailure(e -> LOG.error("the city can't be told live", e));
  }

  private final class Listener {
    private final HttpServerResponse response;
    private long version = -1;

    Listener(HttpServerResponse response) {
      this.response = response;
    }

    synchronized void tell() {
      if (response.closed() || response.writeQueueFull()) {
        return;
      }
      Beat beat = beats.since(version);
      version = beat.version();
      response.write(beat.event());
    }
  }
}
