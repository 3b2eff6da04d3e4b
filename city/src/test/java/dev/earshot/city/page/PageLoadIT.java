package dev.earshot.city.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.city.testing.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A measurement, not a test: how long frames of the page take while it and many other browsers are
 * told of many nodes. Asked for by {@code -Dearshot.page-load}; docs/page.md says how, and what
 * came of it. With {@code -Dearshot.page-load=URL} it looks at a processor that runs, else at a
 * made-up city.
 */
@EnabledIfSystemProperty(named = "earshot.page-load", matches = ".*")
class PageLoadIT {
  private static final int NODES = 2_000;
  private static final int OTHERS = 49;
  private static final Duration LOOKED_AT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void framesWhileTwoThousandNodesAreToldToFiftyBrowsers() throws Exception {
    Chromium.assumeIsThere();
    Optional<URI> running =
        Optional.of(System.getProperty("earshot.page-load"))
            .filter(url -> url.startsWith("http"))
            .map(URI::create);
    try (CannedCity city = new CannedCity(CannedNodes.town(NODES), "operator")) {
      measure(running.orElseGet(() -> city.uri("/")));
    }
  }

  private void measure(URI page) throws Exception {
    AtomicLong bytes = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(OTHERS);
    List<InputStream> streams = new ArrayList<>();
    HttpClient http = HttpClient.newHttpClient();
    try (Chromium browser = Chromium.start(directory)) {
      for (int i = 0; i < OTHERS; i++) {
        HttpRequest request = HttpRequest.newBuilder(page.resolve("/api/live")).build();
        InputStream stream = http.send(request, BodyHandlers.ofInputStream()).body();
        streams.add(stream);
        threads.execute(() -> drain(stream, bytes));
      }
      browser.resize(1440, 900);
      browser.show(page);
      until(browser, "document.querySelectorAll('.node').length > 5");
      String node = browser.evaluate("document.querySelector('.node a').hash").asText();
      for (String screen : List.of("#/", node, "#/system")) {
        browser.show(page.resolve("/" + screen));
        until(browser, "document.getElementById('connection')?.dataset.state === 'live'");
        report(screen, browser.evaluate(frames(LOOKED_AT)), bytes.getAndSet(0));
      }
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
      threads.shutdownNow();
    }
  }

  private static void until(Chromium browser, String expression) {
    await(expression)
        .atMost(Duration.ofMinutes(1))
        .until(() -> browser.evaluate(expression).asBoolean());
  }

  /** Until it is closed; what it holds is not looked at. */
  private static void drain(InputStream stream, AtomicLong bytes) {
    byte[] buffer = new byte[65_536];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        bytes.addAndGet(n);
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  /** Times from frame to frame, milliseconds, sorted; and how long tasks held the page up. */
  private static String frames(Duration lookedAt) {
    return """
    new Promise(resolve => {
      const times = [];
      const tasks = [];
      new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask'});
      let last = performance.now();
      const end = last + %d;
      const frame = now => {
        times.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(frame);
        else resolve({times: times.slice(1).sort((a, b) => a - b), tasks: tasks.length, heap: performance.memory?.usedJSHeapSize ?? 0});
      };
      requestAnimationFrame(frame);
    })
    """
        .formatted(lookedAt.toMillis());
  }

  private static void report(String screen, JsonNode result, long bytes) {
    JsonNode times = result.get("times");
    assertThat(times.size()).as("frames").isGreaterThan(10);
    System.out.printf(
        "%s: %d frames in %d s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms;"
            + " %d tasks above 50 ms; heap %.1f MB; %d other streams got %.1f MB%n",
        screen,
        times.size(),
        LOOKED_AT.toSeconds(),
        at(times, 0.5),
        at(times, 0.95),
        at(times, 0.99),
        at(times, 1),
        result.get("tasks").asInt(),
        result.get("heap").asDouble() / 1e6,
        OTHERS,
        bytes / 1e6);
  }

  private static double at(JsonNode sorted, double share) {
    return sorted
        .get((int) Math.min(sorted.size() - 1L, Math.ceil(share * sorted.size())))
        .asDouble();
  }
}
