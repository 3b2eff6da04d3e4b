package dev.earshot.city.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.city.testing.Chromium;
import dev.earshot.city.testing.Chromium.Scheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page shows of a city that is made up, so that it holds whatever a test needs. */
class PageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String READY = "document.querySelector('h1') !== null && !!document.title";

  @TempDir private static Path directory;

  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws IOException {
    Chromium.assumeIsThere();
    browser = Chromium.start(directory);
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void sizeAsUsual() {
    browser.resize(1440, 900);
    browser.prefer(Scheme.LIGHT);
  }

  private static CannedCity city(int nodes) throws IOException {
    return new CannedCity(CannedNodes.town(nodes), "viewer");
  }

  private static void open(CannedCity city, String hash) {
    browser.show(city.uri("/" + hash));
    until(READY);
  }

  private static void until(String expression) {
    await(expression).atMost(PATIENCE).until(() -> browser.evaluate(expression).asBoolean());
  }

  private static void untilText(Callable<String> text, String... parts) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(text.call()).contains(parts));
  }

  private static String text(String selector) {
    return browser
        .evaluate(
            "[...document.querySelectorAll(`%s`)].map(e => e.innerText).join(' | ')"
                .formatted(selector))
        .asText();
  }

  @ParameterizedTest
  @CsvSource({
    "#/, 1440, LIGHT",
    "#/, 1440, DARK",
    "#/, 360, LIGHT",
    "#/, 360, DARK",
    "#/nodes/node-03, 1440, LIGHT",
    "#/nodes/node-03, 1440, DARK",
    "#/nodes/node-05, 360, LIGHT",
    "#/system, 1440, LIGHT",
    "#/system, 360, DARK",
    "#/nowhere, 1440, LIGHT"
  })
  void noScreenHasASeriousFaultOfAccess(String hash, int width, Scheme scheme) throws Exception {
    try (CannedCity city = new CannedCity(CannedNodes.town(30), "operator")) {
      browser.resize(width, 900);
      browser.prefer(scheme);
      open(city, hash);
      until("document.getElementById('connection').dataset.state === 'live'");
      browser.evaluate(axe());

      JsonNode faults =
          browser.evaluate(
              """
              axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations
                .filter(({impact}) => impact === 'serious' || impact === 'critical')
                .map(({id, nodes}) => id + ': ' + nodes.map(({target}) => target).slice(0, 5).join(', ')))
              """);

      assertThat(faults.isArray()).isTrue();
      assertThat(faults).as(faults.toPrettyString()).isEmpty();
    }
  }

  private static String axe() throws IOException {
    try (InputStream in = PageIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; true";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/", "#/?phase=CLOSED", "#/nodes/node-03", "#/system"})
  void nothingIsWiderThanAPhone(String hash) throws Exception {
    try (CannedCity city = city(30)) {
      browser.resize(360, 740);
      open(city, hash);
      until("document.getElementById('tally-silent').textContent === '3'");

      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(360);
    }
  }

  @Test
  void aClosedAnomalyLeadsToItsSoundOrToWhatBecameOfIt() throws Exception {
    try (CannedCity city = new CannedCity(CannedNodes.town(12), "operator")) {
      open(city, "#/?phase=CLOSED");
      until("document.querySelector('.anomaly .sound:not([hidden])') !== null");
      browser.evaluate("document.querySelector('.anomaly .sound:not([hidden])').click()");

      untilText(() -> text(".kept-sound"), "Sound deleted: too old.");
      browser.evaluate("document.querySelector('.anomaly .sound[aria-expanded=true]').click()");
      until("document.querySelector('.kept-sound') === null");
    }
  }

  @Test
  void aViewerIsNotOfferedSound() throws Exception {
    try (CannedCity city = new CannedCity(CannedNodes.town(12), "viewer")) {
      open(city, "#/?phase=CLOSED");
      until("document.querySelector('.anomaly') !== null");

      assertThat(browser.evaluate("document.querySelector('.sound:not([hidden])')").isNull())
          .isTrue();
    }
  }

  @Test
  void aSilentNodeHasNoValuesAndIsNotQuiet() throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "");
      until("document.querySelectorAll('.node').length === 12");

      assertThat(text(".node[data-state=SILENT]"))
          .contains("node-05", "silent", "last heard")
          .doesNotContain("dBFS", "dB(A)", "quiet");

      open(city, "#/nodes/node-05");
      untilText(() -> text(".node-head"), "silent", "last heard");
      assertThat(text(".node-head")).doesNotContain("dBFS", "dB(A)");
    }
  }

  @Test
  void whatIsPendingOrOpenIsHeardNow() throws Exception {
    CannedNodes nodes = CannedNodes.town(12);
    try (CannedCity city = new CannedCity(nodes, "viewer")) {
      open(city, "");
      untilText(() -> text(".chip"), "node-03", "alarm", "node-07", "pending");

      nodes.set("node-07", "LISTENING", "OPEN");
      untilText(() -> text(".chip[data-state=OPEN]"), "node-03", "node-07");
      assertThat(text("#tally-open")).isEqualTo("3"); // one of them fading
      until("document.title.startsWith('(3) ')");
      untilText(() -> text(".now [role=status]"), "node-07");

      nodes.set("node-07", "LISTENING", "QUIET");
      await().atMost(PATIENCE).until(() -> !text(".chip").contains("node-07"));
    }
  }

  @Test
  void filtersAreInTheAddressAndHoldForWhatIsAskedAndShown() throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "#/?phase=CLOSED&node=node-05");
      untilText(() -> text(".anomaly"), "node-05");
      assertThat(text(".anomaly .where")).isEqualTo("node-05");
      assertThat(city.asked("/api/anomalies").orElseThrow())
          .contains("phase=CLOSED", "node=node-05");

      browser.evaluate(
          """
          const field = document.querySelector('.filters [name=node]');
          field.value = 'node-06';
          field.dispatchEvent(new Event('change', {bubbles: true}));
          """);
      untilText(() -> text(".anomaly .where"), "node-06");
      assertThat(browser.evaluate("location.hash").asText())
          .contains("node=node-06", "phase=CLOSED");

      browser.evaluate("document.querySelector('.filters button').click()");
      await().atMost(PATIENCE).until(() -> text(".anomaly .where").contains("node-03"));
      assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#/");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "label, siren, label=siren",
    "min_score, 0.9, min_score=0.9",
    "min_level, -30, min_level=-30",
    "from, 2026-03-01T12:00:00, from=2026-0",
    "to, 2026-03-01T12:00:00, to=2026-0"
  })
  void everyFilterIsAskedForAndInTheAddress(String name, String value, String asked)
      throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "");
      until("document.querySelector('.anomaly') !== null");

      browser.evaluate(
          """
          const field = document.querySelector('.filters [name=%s]');
          field.value = '%s';
          field.dispatchEvent(new Event('change', {bubbles: true}));
          """
              .formatted(name, value));

      untilText(() -> city.asked("/api/anomalies").orElse(""), asked);
      assertThat(browser.evaluate("location.hash").asText()).contains(asked);
    }
  }

  @Test
  void kindsAreOfferedOnceOneIsTold() throws Exception {
    String kinds = "document.querySelector('.filters [name=label]').parentElement.hidden";
    try (CannedCity city = city(1)) {
      open(city, "");
      untilText(() -> text(".anomaly"), "Unusual sound");
      assertThat(browser.evaluate(kinds).asBoolean()).isTrue();
    }
    try (CannedCity city = city(12)) {
      open(city, "");
      untilText(() -> text(".anomaly"), "Siren");
      until("!" + kinds);
    }
  }

  @Test
  void earlierAnomaliesAreAskedForPageByPage() throws Exception {
    try (CannedCity city = city(60)) {
      open(city, "");
      until("document.querySelectorAll('.anomaly').length >= 30");
      until("document.querySelectorAll('.anomaly').length < 45");

      browser.evaluate("document.querySelector('.anomalies-panel .more').click()");
      until("document.querySelectorAll('.anomaly').length === 45");
      until("document.querySelector('.anomalies-panel .more').hidden");
      assertThat(city.asked("/api/anomalies").orElseThrow()).contains("cursor=30");
    }
  }

  @Test
  void whatIsOldIsSaidToBeAndIsCaughtUpWithAfterwards() throws Exception {
    CannedNodes nodes = CannedNodes.town(12);
    try (CannedCity city = new CannedCity(nodes, "viewer")) {
      open(city, "");
      until("document.getElementById('connection').dataset.state === 'live'");

      city.goAway();
      untilText(() -> text("#notice"), "Connection lost", "what you see is old");
      until("document.getElementById('screen').classList.contains('stale')");

      nodes.set("node-01", "LISTENING", "OPEN");
      city.comeBack();
      untilText(() -> text(".chip"), "node-01");
      until("document.getElementById('notice').hidden");
      until("!document.getElementById('screen').classList.contains('stale')");
    }
  }

  @Test
  void markupInNamesIsText() throws Exception {
    String name = "<img src=x onerror=\"document.title='caught'\">/../?#&";
    String label = "<script>document.title='caught'</script>";
    String place = "<svg onload=\"document.title='caught'\">by the river</svg>";
    try (CannedCity city = new CannedCity(CannedNodes.townWith(name, label, place), "operator")) {
      open(city, "");
      untilText(() -> text(".chip"), name);
      untilText(() -> text(".anomaly"), name, label.substring(1), place);

      browser.evaluate("document.querySelector(`.chip a[href*='img']`).click()");
      untilText(() -> text("h1"), name);
      untilText(() -> text("main"), place);
      assertThat(browser.evaluate("document.title").asText()).contains(name);
      assertThat(
              browser
                  .evaluate("document.querySelectorAll('main img, main [onload]').length")
                  .asInt())
          .isZero();
    }
  }

  @Test
  void theMainThingsAreReachedByKeyboard() throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "");
      until("document.querySelectorAll('.node').length === 12");
      List<String> reached = new ArrayList<>();
      for (int tabs = 0; tabs < 60; tabs++) {
        browser.press("Tab");
        reached.add(
            browser
                .evaluate(
                    "(e => e.getAttribute('aria-label') ?? e.innerText)(document.activeElement)")
                .asText());
      }
      assertThat(reached)
          .contains("Skip to the content", "Overview", "System", "Show all", "Filters")
          .contains("Search nodes and places")
          .anyMatch(text -> text.startsWith("node-03"))
          .anyMatch(text -> text.startsWith("Map of the nodes"));

      browser.evaluate("document.querySelector('.node a').focus()");
      browser.press("Enter");
      until("document.title.includes('node-03')");
      until("document.activeElement.tagName === 'H1'");
      browser.evaluate("history.back()");
      until("document.title.includes('Overview')");
    }
  }

  @Test
  void ofThousandsOfNodesThoseThatCanBeSeenAreInTheDocument() throws Exception {
    try (CannedCity city = city(2_000)) {
      open(city, "");
      untilText(() -> text(".nodes-panel .hint"), "2,000");
      until("document.querySelectorAll('.node').length > 5");
      assertThat(browser.evaluate("document.querySelectorAll('.node').length").asInt())
          .isLessThan(60);

      browser.evaluate(
          """
          const search = document.querySelector('.search input');
          search.value = 'node-1999';
          search.dispatchEvent(new Event('input'));
          """);
      untilText(() -> text(".node"), "node-1999");
      assertThat(browser.evaluate("document.querySelectorAll('.node').length").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void viewersSeeScoresAndAreToldThatSoundIsForOperators() throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "#/nodes/node-03");
      untilText(() -> text(".trouble"), "shown to operators");
      until("document.querySelector('#score canvas').ariaLabel.includes(' now, ')");
      assertThat(city.asked("/api/nodes/node-03/live")).isEmpty();
    }
  }

  @Test
  void aNodesSoundIsDrawnAndItsDecisionsAreExplained() throws Exception {
    try (CannedCity city = new CannedCity(CannedNodes.town(12), "operator")) {
      open(city, "#/nodes/node-03");
      until(
          """
          ['score', 'level', 'spectrogram', 'mfcc', 'histogram'].every(id => {
            const canvas = document.querySelector(`#${id} canvas`);
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let coloured = 0; // words are grey
            for (let i = 0; i < pixels.length; i += 4) {
              const [r, g, b] = pixels.subarray(i, i + 3);
              if (Math.max(r, g, b) - Math.min(r, g, b) > 60) coloured++;
            }
            return coloured > 500;
          })
          """);
      browser.evaluate(
          "[...document.querySelectorAll('.ask button')].at(-1).click()"); // the last minute
      untilText(() -> text(".answer"), "near miss: 0.71 for 0.4 s, needs 1.0 s above 0.60");
      assertThat(city.asked("/api/nodes/node-03/explain").orElseThrow()).contains("from=", "to=");
      untilText(() -> text("#counters"), "dead letters", "lost");
      untilText(() -> text("#status"), "samples lost", "first heard");
    }
  }

  @Test
  void anAnomalysCardAsksTheNodesPageWhy() throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "#/?node=node-02");
      until("document.querySelector('.anomaly .why') !== null");
      browser.evaluate("document.querySelector('.anomaly .why').click()");
      untilText(() -> text("h1"), "node-02");
      untilText(() -> text(".answer"), "near miss: 0.71 for 0.4 s, needs 1.0 s above 0.60");
      assertThat(city.asked("/api/nodes/node-02/explain").orElseThrow()).contains("from=", "to=");
    }
  }

  @Test
  void onlyOperatorsAreOfferedToChangeAProfile() throws Exception {
    try (CannedCity city = new CannedCity(CannedNodes.town(12), "viewer")) {
      open(city, "#/nodes/node-03");
      untilText(() -> text("#profile"), "Mill Lane", "Operators may change it.");
      assertThat(browser.evaluate("document.querySelector('#profile form')").isNull()).isTrue();
    }
    try (CannedCity city = new CannedCity(CannedNodes.town(12), "operator")) {
      open(city, "#/nodes/node-03");
      until("document.querySelector('#profile [name=place]')?.value.startsWith('Mill Lane')");
      browser.evaluate("document.querySelector('#profile .main').click()");
      untilText(() -> text("#profile [role=status]"), "Saved.");
    }
  }

  @Test
  void theSystemScreenTellsQualityWithItsProtocol() throws Exception {
    try (CannedCity city = city(12)) {
      open(city, "#/system");
      untilText(() -> text("#model-card"), "folds", "82.4 %", "0.891", "66.4 kB");
      untilText(() -> text("#tally"), "41", "38");
      untilText(() -> text(".tiles"), "310 ms", "frames a second");
      untilText(() -> text("#instances"), "earshot-1", "earshot-2");
    }
  }
}
