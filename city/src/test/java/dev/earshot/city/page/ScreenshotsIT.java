package dev.earshot.city.page;

import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.FreePorts;
import dev.earshot.city.testing.Chromium;
import dev.earshot.city.testing.Chromium.Scheme;
import dev.earshot.city.testing.Packaged;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures of docs/images, taken of a demo: not a test. Asked for by {@code
 * -Dearshot.screenshots=FOLDER}, of a page that runs already by {@code
 * -Dearshot.screenshots-of=URL}; CONTRIBUTING.md has the command.
 */
@EnabledIfSystemProperty(named = "earshot.screenshots", matches = ".+")
class ScreenshotsIT {
  private static final String RUNNING = "earshot.screenshots-of";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  private record Picture(String name, String hash, int width, int height, Scheme scheme) {}

  @Test
  void picturesOfEveryScreen() throws Exception {
    Chromium.assumeIsThere();
    Path folder = Path.of(System.getProperty("earshot.screenshots"));
    Files.createDirectories(folder);
    Optional<URI> running = Optional.ofNullable(System.getProperty(RUNNING)).map(URI::create);
    try (Chromium browser = Chromium.start(directory)) {
      if (running.isPresent()) {
        takeAll(browser, running.get(), folder);
        return;
      }
      int port = FreePorts.find(1).get(0);
      try (Packaged demo =
          Packaged.demo(directory, "--port", "" + port, "--nodes", "24", "--seed", "7")) {
        takeAll(browser, URI.create("http://127.0.0.1:" + port + "/"), folder);
        demo.stop();
      }
    }
  }

  private static void takeAll(Chromium browser, URI page, Path folder) throws IOException {
    browser.resize(1440, 900);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              browser.show(page);
              return browser.evaluate("document.querySelectorAll('.nav a').length").asInt() > 0;
            });
    until(browser, "document.querySelectorAll('.anomaly').length > 12");
    String node = browser.evaluate("document.querySelector('.anomaly .where').hash").asText();
    for (Picture picture :
        List.of(
            new Picture("overview", "#/", 1440, 900, Scheme.LIGHT),
            new Picture("overview-dark", "#/", 1440, 900, Scheme.DARK),
            new Picture("overview-narrow", "#/", 360, 900, Scheme.LIGHT),
            new Picture("node", node, 1440, 1150, Scheme.LIGHT),
            new Picture("node-narrow", node, 360, 1150, Scheme.DARK),
            new Picture("system", "#/system", 1440, 1000, Scheme.LIGHT),
            new Picture("system-narrow", "#/system", 360, 1000, Scheme.LIGHT))) {
      take(browser, page, picture, folder);
    }
  }

  private static void take(Chromium browser, URI page, Picture picture, Path folder)
      throws IOException {
    browser.resize(picture.width(), picture.height());
    browser.prefer(picture.scheme());
    browser.show(page.resolve("/" + picture.hash()));
    until(browser, "document.getElementById('connection')?.dataset.state === 'live'");
    until(
        browser,
        """
        new Promise(done => requestIdleCallback(() => requestAnimationFrame(() => {
          const canvases = [...document.querySelectorAll('main canvas')].filter(canvas => {
            const {top, bottom} = canvas.getBoundingClientRect();
            return bottom > 0 && top < innerHeight;
          });
          const drawn = canvas => canvas.width > 0 && new Set(new Uint32Array(
            canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size > 12;
          done(canvases.every(drawn) && [...document.querySelectorAll('.tiles dd')].every(dd => dd.textContent !== '–'));
        })))
        """);
    if (picture.hash().startsWith("#/nodes/")) {
      until(browser, "document.querySelector('#score canvas').ariaLabel.includes(' now')");
      until(browser, "document.querySelector('#counters dd') !== null");
      browser.evaluate(
          "[...document.querySelectorAll('.ask button')].at(-1).click(); scrollTo(0, 0)");
      until(browser, "document.querySelector('.answer').innerText !== ''");
    }
    Files.write(folder.resolve(picture.name() + ".png"), browser.picture());
  }

  private static void until(Chromium browser, String expression) {
    await(expression).atMost(PATIENCE).until(() -> browser.evaluate(expression).asBoolean());
  }
}
