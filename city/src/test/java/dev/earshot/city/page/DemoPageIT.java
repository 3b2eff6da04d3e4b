package dev.earshot.city.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.FreePorts;
import dev.earshot.city.testing.Chromium;
import dev.earshot.city.testing.Packaged;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a running demo. */
class DemoPageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Notes every state that the page shows, however short: what is asked now and then misses some.
   */
  private static final String WITNESS =
      """
      window.seen = [];
      const note = () => {
        const chips = [...document.querySelectorAll('.chip')].map(chip => chip.dataset.state);
        const cards = [...document.querySelectorAll('.anomaly .phase')].map(phase => phase.textContent);
        for (const state of [...chips, ...cards]) if (!window.seen.includes(state)) window.seen.push(state);
      };
      new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
      note();
      """;

  @TempDir private Path directory;

  @Test
  void anAlarmIsShownPendingOpenAndClosed() throws Exception {
    Chromium.assumeIsThere();
    int port = FreePorts.find(1).get(0);
    URI page = URI.create("http://127.0.0.1:" + port + "/");
    try (Packaged demo =
            Packaged.demo(directory, "--port", "" + port, "--nodes", "6", "--seed", "7");
        Chromium browser = Chromium.start(directory)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(demo.isAlive()).as(demo.standardError()).isTrue();
                browser.show(page);
                return browser.evaluate("document.querySelectorAll('.nav a').length").asInt() > 0;
              });
      await()
          .atMost(PATIENCE)
          .until(() -> browser.evaluate("document.querySelectorAll('.node').length").asInt() == 6);
      browser.evaluate(WITNESS);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(browser.evaluate("window.seen"))
                      .extracting(state -> state.asText())
                      .contains("PENDING", "OPEN", "CLOSING", "open", "over"));

      // the nodes of a demo hang somewhere, and what is said of them holds for REST too
      assertThat(browser.evaluate("document.querySelector('.node .place').textContent").asText())
          .matches("[A-Z].+ \\d+");
      demo.stop();
    }
  }
}
