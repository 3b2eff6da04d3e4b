package dev.earshot.processor.http;

import dev.earshot.processor.query.NodeStores;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Asks other instances of the application what only they know, for a client that asked this one:
 * with the log-in that the client sent, so that they judge for themselves. Thread-safe.
 */
final class Peers {
  /** Marks a request that another instance has passed on; it is not passed on again. */
  static final String PASSED_ON = "Earshot-Passed-On";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http;
  private final String scheme;

  /**
   * @param scheme by which instances are reached, {@code http} or {@code https}
   */
  Peers(HttpClient http, String scheme) {
    this.http = http;
    this.scheme = scheme;
  }

  /** What is asked for, path and query. */
  static String pathOf(UriInfo uri) {
    String query = uri.getRequestUri().getRawQuery();
    return uri.getRequestUri().getRawPath() + (query == null ? "" : "?" + query);
  }

  /**
   * What the owner answers to the same request, as it is.
   *
   * @param path with its query
   */
  Response passOn(HostInfo owner, String path, HttpHeaders client) {
    if (client.getHeaderString(PASSED_ON) != null) {
      return Refusal.answer(Status.SERVICE_UNAVAILABLE, NodeStores.MOVING);
    }
    try {
      HttpResponse<String> answer = ask(owner, path, client);
      return Response.status(answer.statusCode())
          .type(answer.headers().firstValue("Content-Type").orElse(MediaType.TEXT_PLAIN))
          .entity(answer.body())
          .build();
    } catch (IOException e) {
      return Refusal.answer(
          Status.SERVICE_UNAVAILABLE,
          "the instance at %s:%d, which hears this node, does not answer; try again"
              .formatted(owner.host(), owner.port()));
    }
  }

  /**
   * Asks an instance.
   *
   * @throws IOException where it does not answer in time
   */
  HttpResponse<String> ask(HostInfo peer, String path, HttpHeaders client) throws IOException {
    URI uri = URI.create("%s://%s:%d%s".formatted(scheme, peer.host(), peer.port(), path));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header(PASSED_ON, "1");
    client.getRequestHeader(HttpHeaders.AUTHORIZATION).stream()
        .findFirst()
        .ifPresent(value -> request.header(HttpHeaders.AUTHORIZATION, value));
    List<String> cookies = client.getRequestHeader(HttpHeaders.COOKIE);
    if (!cookies.isEmpty()) {
      // browsers send each by itself over HTTP/2, and HTTP/1.1 takes one header (RFC 9113, 8.2.3)
      request.header(HttpHeaders.COOKIE, String.join("; ", cookies));
    }
    return await(http.sendAsync(request.build(), BodyHandlers.ofString()));
  }

  /** All of the answer: the client's own time limit is for headers alone. */
  private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer)
      throws IOException {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }
}
