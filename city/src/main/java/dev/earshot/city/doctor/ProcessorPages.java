package dev.earshot.city.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a processor that runs says of itself, over HTTP. */
final class ProcessorPages {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 4 << 20;

  private static final List<String> OF_MANAGEMENT =
      List.of("/q/health/live", "/q/health/ready", "/q/health/well", "/q/metrics");
  private static final List<String> OF_THE_PAGE =
      List.of("/api/system", "/api/model", "/api/models", "/api/shadow");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * Asks for all of it; what is not there is said so.
   *
   * @param page address of page and REST
   * @param management address of health and metrics
   */
  void addTo(Bundle bundle, URI page, URI management) {
    OF_MANAGEMENT.forEach(path -> add(bundle, management, path));
    OF_THE_PAGE.forEach(path -> add(bundle, page, path));
  }

  private void add(Bundle bundle, URI base, String path) {
    bundle.add(
        "processor" + path.replace("/q/", "/").replace("/api/", "/") + ".txt",
        ask(base.resolve(path)));
  }

  private String ask(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        String text = new String(body.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        return "GET %s: %d%n%s%n".formatted(uri, answer.statusCode(), text);
      }
    } catch (IOException e) {
      return "GET %s: %s%n".formatted(uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "GET %s: interrupted%n".formatted(uri);
    }
  }
}
