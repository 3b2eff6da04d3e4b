package dev.earshot.city.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.Packaged;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.city.testing.TestUsers;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.profiles.ProfileTopic;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import dev.earshot.v1.NodeProfile;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST of one packaged {@code process} with users, as a program uses it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SimulationConfig CITY =
      new SimulationConfig(
          2,
          20,
          Optional.of(Duration.ofSeconds(60)),
          20260702,
          200,
          15,
          5,
          10,
          Instant.now()); // topics forget what is older than some hours

  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private Path directory;
  private RunningProcessor processor;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    broker.start();
    Path reports = directory.resolve("reports");
    Files.createDirectories(reports.resolve("mlp"));
    Files.writeString(reports.resolve("mlp/report.html"), "<h1>How good it is</h1>");
    Files.createDirectories(reports.resolve("folds/cnn"));
    Files.writeString(reports.resolve("folds/cnn/report.html"), "<h1>And that one</h1>");
    Files.writeString(reports.resolve("mlp/metrics.json"), "not to be served");
    Files.writeString(directory.resolve("report.html"), "not to be served either");
    processor =
        new RunningProcessor(
            directory,
            broker.clientProperties(),
            "http",
            HttpClient.newHttpClient(),
            Map.of(),
            "--users",
            TestUsers.file(directory).toString(),
            "--tiles-url",
            "https://tiles.example:8443/{z}/{x}/{y}.png",
            "--tiles-attribution",
            "somebody's map",
            "--reports",
            reports.toString());
    try (Simulation simulation =
        new Simulation(CITY, new SyntheticSounds(), broker.clientProperties())) {
      simulation.run();
    }
    Instant nearlyItsEnd = CITY.startsAt().plusSeconds(59);
    for (int i = 0; i < CITY.nodes(); i++) {
      String node = "/api/nodes/" + CITY.nodeId(i);
      await()
          .atMost(PATIENCE)
          .until(() -> get(node).statusCode() == 200 && heardAt(node).isAfter(nearlyItsEnd));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> !tree("/api/anomalies?phase=CLOSED").at("/items").isEmpty());
  }

  @AfterAll
  void stop() {
    if (processor != null) {
      processor.close();
    }
    broker.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return processor.ask("GET", path, TestUsers.viewer());
  }

  private JsonNode tree(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private Instant heardAt(String node) throws Exception {
    return Instant.parse(tree(node).path("heard_at").asText());
  }

  private HttpResponse<String> set(String node, String json) throws Exception {
    return processor.put("/api/profiles/" + node, json, TestUsers.operator());
  }

  private static void isRefused(HttpResponse<String> answer, int status, String why)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error").asText())
        .contains(why)
        .doesNotContain("\n", "Exception");
  }

  @Test
  void whatNoResourceGetsToSeeIsRefusedLikeTheRest() throws Exception {
    isRefused(get("/api/nothing"), 404, "nothing is at this address");
    isRefused(processor.ask("POST", "/api/nodes", TestUsers.admin()), 405, "Method Not Allowed");
  }

  @Test
  void whatWasNoFrameInANodesNameIsAmongItsCounters() throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(broker.clientProperties()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < 3; i++) {
        producer.send(new ProducerRecord<>(Topics.PCM_FRAMES, "node-02", new byte[] {1, 2, 3}));
      }
    }

    await()
        .atMost(PATIENCE)
        .until(() -> tree("/api/nodes/node-02/state").at("/counters/dead_letters").asInt() == 3);
    assertThat(tree("/api/nodes/node-02").at("/counters/dead_letters").asInt()).isEqualTo(3);
    assertThat(tree("/api/nodes/node-01").at("/counters/dead_letters").asInt()).isZero();
    assertThat(get("/api/nodes.csv").body().lines().findFirst().orElseThrow())
        .endsWith(",restarts,dead_letters");
  }

  private Optional<NodeProfile> onTheTopic(String node) {
    return new ProfileTopic(broker.clientProperties()).newest(node);
  }

  @Test
  void aProfileThatAnOperatorSetsStandsOnTheTopicWithWhoAndWhen() throws Exception {
    Instant before = Instant.now().minusSeconds(1);

    HttpResponse<String> answer =
        set(
            "node-01",
            """
            {"node_id": "node-01", "place": "by the river", "latitude_deg": 53.55,
             "longitude_deg": 9.99, "open_threshold": 0.9, "alarms_off": true}""");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode said = JSON.readTree(answer.body());
    assertThat(said.path("set_by").asText()).isEqualTo("oda");
    assertThat(said.path("in_force").asBoolean()).isTrue();
    NodeProfile profile = onTheTopic("node-01").orElseThrow();
    assertThat(profile.getPlace()).isEqualTo("by the river");
    assertThat(profile.getOpenThreshold()).isEqualTo(0.9f);
    assertThat(profile.getAlarmsOff()).isTrue();
    assertThat(profile.getSetBy()).isEqualTo("oda");
    assertThat(profile.getSetAt()).isBetween(before, Instant.now());
    assertThat(tree("/api/profiles/node-01")).isEqualTo(said);
    assertThat(tree("/api/nodes/node-01").path("place").asText()).isEqualTo("by the river");
    assertThat(processor.log()).contains("oda has set the profile of node-01");
  }

  @Test
  void aViewerAndWhoIsNotKnownChangeNothing() throws Exception {
    assertThat(processor.put("/api/profiles/calm", "{}", TestUsers.viewer()))
        .returns(403, HttpResponse::statusCode);
    assertThat(processor.put("/api/profiles/calm", "{}")).returns(401, HttpResponse::statusCode);
    assertThat(processor.status("DELETE", "/api/profiles/calm", TestUsers.viewer())).isEqualTo(403);
    assertThat(onTheTopic("calm")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"latitude_deg\": 91}, latitude_deg is 91",
        "{\"open_threshold\": 2}, open",
        "{\"open_threshold\": \"high\"}, no profile as JSON",
        "{\"calibration_offset_db\": 1e300}, calibration_offset_db",
        "{\"in_force_from\": \"2300-01-01T00:00:00Z\"}, in_force_from",
        "{\"in_force_from\": \"+1000000000-12-31T23:59:59Z\"}, in_force_from",
        "{\"in_force_from\": \"tomorrow\"}, in_force_from",
        "{\"place\": \"two\\nlines\"}, place",
        "{\"signing_key\": \"AAAA\"}, signing_key",
        "{\"alarm_off\": true}, no field 'alarm_off'",
        "{\"set_by\": \"somebody else\"}, no field 'set_by'",
        "{\"node_id\": \"another\"}, node_id is another one",
        "{\"place\": , no profile as JSON",
        "{} {}, no profile as JSON",
        "[], no profile as JSON",
        "null, no profile as JSON",
        "``, no profile as JSON"
      })
  void aProfileThatMakesNoSenseIsRefusedInALineAndChangesNothing(String json, String why)
      throws Exception {
    isRefused(set("refused", json), 400, why);
    assertThat(onTheTopic("refused")).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws Exception {
    assertThat(
            processor.raw(
                "PUT /api/profiles/calm HTTP/1.1",
                "Host: localhost",
                String.join(": ", TestUsers.operator()),
                "Content-Type: application/json",
                "Content-Length: " + ((64 << 10) + 1)))
        .startsWith("HTTP/1.1 413 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aNodeIsNotCalledWhatWouldTurnTextAround() throws Exception {
    isRefused(set("a%0Ab", "{}"), 400, "node_id");
    assertThat(set("a".repeat(1_000), "{}").statusCode()).isEqualTo(400);
    // a slash is right in an id
    assertThat(set("hall%2Fdoor", "{}").statusCode()).isEqualTo(200);
    assertThat(tree("/api/profiles/hall%2Fdoor").path("node_id").asText()).isEqualTo("hall/door");
  }

  @Test
  void aProfileIsInForceOnceTheNodeIsHeardPastItsTime() throws Exception {
    Instant heard = heardAt("/api/nodes/node-02");

    String later = heard.plusSeconds(60).toString();
    JsonNode ahead = JSON.readTree(set("node-02", "{\"in_force_from\": \"" + later + "\"}").body());
    assertThat(ahead.path("in_force_from").asText()).isEqualTo(later);
    assertThat(ahead.path("in_force").asBoolean()).isFalse();

    String then = heard.minusSeconds(1).toString();
    JsonNode now = JSON.readTree(set("node-02", "{\"in_force_from\": \"" + then + "\"}").body());
    assertThat(now.path("in_force").asBoolean()).isTrue();
  }

  @Test
  void aProfileThatIsTakenBackIsGoneEverywhere() throws Exception {
    isRefused(processor.ask("DELETE", "/api/profiles/mast", TestUsers.operator()), 404, "nobody");
    set("mast", "{\"place\": \"up there\"}");

    assertThat(processor.status("DELETE", "/api/profiles/mast", TestUsers.operator()))
        .isEqualTo(204);

    assertThat(onTheTopic("mast")).isEmpty();
    isRefused(get("/api/profiles/mast"), 404, "nobody");
    assertThat(processor.log()).contains("oda has taken back the profile of mast");
  }

  @Test
  void tablesHaveALineOfNamesAndNothingThatASpreadsheetWouldRun() throws Exception {
    set("=cmd", "{\"place\": \"=HYPERLINK(\\\"http://evil.example\\\")\"}");
    // known once it is heard; its place is in a row then
    assertThat(set("node-02", "{\"place\": \"=1+1, \\\"here\\\"\"}").statusCode()).isEqualTo(200);

    HttpResponse<String> nodes = get("/api/nodes.csv");
    assertThat(nodes.headers().firstValue("Content-Type")).hasValue("text/csv;charset=utf-8");
    List<String> lines = nodes.body().lines().toList();
    assertThat(lines.get(0)).startsWith("node_id,place,latitude_deg,longitude_deg,status,");
    assertThat(lines).hasSizeGreaterThan(CITY.nodes());
    assertThat(nodes.body())
        .contains("node-02,\"'=1+1, \"\"here\"\"\",")
        .doesNotContain(",=", "\n=");

    List<String> anomalies = get("/api/anomalies.csv").body().lines().toList();
    assertThat(anomalies.get(0)).startsWith("anomaly_id,node_id,place,");
    assertThat(anomalies).hasSize(1 + tree("/api/anomalies?limit=1000").path("items").size());
  }

  @Test
  void mapsGetGeoJsonWithoutGeometryWhereNobodySaidThePlace() throws Exception {
    set("node-01", "{\"latitude_deg\": 53.55, \"longitude_deg\": 9.99}");
    set("node-02", "{\"place\": \"somewhere\"}");

    assertThat(get("/api/nodes.geojson").headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/geo+json");
    for (String path : List.of("/api/nodes.geojson", "/api/anomalies.geojson")) {
      JsonNode collection = tree(path);
      assertThat(collection.path("type").asText()).isEqualTo("FeatureCollection");
      assertThat(collection.path("features")).as(path).isNotEmpty();
      for (JsonNode feature : collection.path("features")) {
        assertThat(feature.path("type").asText()).isEqualTo("Feature");
        assertThat(feature.path("properties").isObject()).isTrue();
        JsonNode geometry = feature.get("geometry");
        if (feature.at("/properties/node_id").asText().equals("node-01")) {
          assertThat(geometry.toString())
              .isEqualTo("{\"type\":\"Point\",\"coordinates\":[9.99,53.55]}");
        } else {
          assertThat(geometry).isNotNull();
          assertThat(geometry.isNull()).as(feature.toString()).isTrue();
        }
      }
    }
  }

  @Test
  void anAnomalyHasItsCourseAndPagesOfThemHaveAllOfThem() throws Exception {
    JsonNode all = tree("/api/anomalies?limit=1000").path("items");
    String cursor = "";
    int found = 0;
    do {
      JsonNode page = tree("/api/anomalies?limit=1&cursor=" + cursor);
      assertThat(page.at("/items/0/anomaly_id")).isEqualTo(all.path(found).path("anomaly_id"));
      found++;
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty());
    assertThat(found).isEqualTo(all.size());

    JsonNode one = tree("/api/anomalies/" + all.path(0).path("anomaly_id").asText());
    assertThat(one.path("node_id")).isEqualTo(all.path(0).path("node_id"));
    assertThat(one.path("curve")).isNotEmpty().allSatisfy(point -> assertThat(point).hasSize(4));
    assertThat(one.path("heard_by").isArray()).isTrue();
  }

  @Test
  void aStretchThatLedToAnAnomalyNamesIt() throws Exception {
    JsonNode anomaly = tree("/api/anomalies?phase=CLOSED").at("/items/0");
    String explain =
        "/api/nodes/%s/explain?at=%s"
            .formatted(anomaly.path("node_id").asText(), anomaly.path("started_at").asText());

    assertThat(tree(explain).path("stretches"))
        .isNotEmpty()
        .anySatisfy(
            stretch ->
                assertThat(stretch.path("anomaly_id")).isEqualTo(anomaly.path("anomaly_id")));
  }

  @Test
  void explainTellsItInATerminal() throws Exception {
    JsonNode stretches = tree("/api/nodes/node-02/explain").path("stretches");
    try (Packaged explain = explain("node-02")) {
      assertThat(explain.exitCode()).as(explain.standardError()).isZero();
      assertThat(explain.standardOutput().lines())
          .hasSameSizeAs(stretches)
          .first()
          .asString()
          .endsWith(stretches.path(0).path("text").asText());
    }
    try (Packaged explain = explain("nobody")) {
      assertThat(explain.exitCode()).isEqualTo(1);
      assertThat(explain.standardOutput()).isEmpty();
      assertThat(explain.standardError()).hasLineCount(1).contains("no state is kept");
    }
  }

  private Packaged explain(String node) {
    return Packaged.processor(
        directory,
        Map.of("EARSHOT_PASSWORD", TestUsers.VIEWER_PASSWORD),
        "explain",
        node,
        "--url",
        processor.uri("").toString(),
        "--user",
        "vic");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/anomalies?limit=0, limit needs to be 1 to 1000",
    "/api/anomalies?cursor=guess, cursor is none",
    "/api/anomalies?phase=OPENED, phase needs to be OPEN or CLOSED",
    "/api/anomalies?min_score=high, min_score needs to be a number",
    "/api/near-misses?from=yesterday, from needs to be a time as 2026-03-01T12:00:00Z",
    "/api/nodes/node-01/explain?at=noon, at needs to be a time",
    "/api/nodes/node-01/explain?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, to is before from"
  })
  void aParameterThatMakesNoSenseIsNamed(String path, String why) throws Exception {
    isRefused(get(path), 400, why);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/nodes/nobody",
    "/api/nodes/nobody/state",
    "/api/nodes/nobody/explain",
    "/api/nodes/nobody/levels",
    "/api/anomalies/none",
    "/api/profiles/nobody"
  })
  void whatIsNotKnownIsNotFoundAndSaysSo(String path) throws Exception {
    isRefused(get(path), 404, "no");
  }

  @Test
  void openApiListsEveryPath() throws Exception {
    HttpResponse<String> answer =
        processor.ask("GET", "/api/openapi?format=json", TestUsers.viewer());
    JsonNode paths = JSON.readTree(answer.body()).path("paths");
    for (String path :
        List.of(
            "/api/nodes",
            "/api/nodes.csv",
            "/api/nodes.geojson",
            "/api/nodes/{id}",
            "/api/nodes/{id}/state",
            "/api/nodes/{id}/explain",
            "/api/nodes/{id}/levels",
            "/api/nodes/{id}/live",
            "/api/near-misses",
            "/api/anomalies",
            "/api/anomalies.csv",
            "/api/anomalies.geojson",
            "/api/anomalies/{id}",
            "/api/profiles/{id}",
            "/api/live",
            "/api/page",
            "/api/system",
            "/api/model",
            "/api/models",
            "/api/shadow",
            "/api/audio",
            "/api/audio/{anomaly_id}")) {
      assertThat(paths.has(path)).as(path).isTrue();
    }
    assertThat(processor.status("GET", "/api/openapi")).isEqualTo(401);
  }

  @Test
  void thePageMayLoadTilesFromWhereTheyAreAndFromNowhereElse() throws Exception {
    String policy = get("/").headers().firstValue("Content-Security-Policy").orElseThrow();

    assertThat(policy).contains("img-src 'self' data: https://tiles.example:8443;");
    JsonNode page = tree("/api/page");
    assertThat(page.path("tiles_url").asText())
        .isEqualTo("https://tiles.example:8443/{z}/{x}/{y}.png");
    assertThat(page.path("tiles_attribution").asText()).isEqualTo("somebody's map");
    assertThat(page.path("user").asText()).isEqualTo("vic");
    assertThat(page.path("role").asText()).isEqualTo("viewer");
  }

  @Test
  void evaluationPagesAreServedWithoutAnythingThatRunsAndNothingBesideThem() throws Exception {
    JsonNode evaluations = tree("/api/page").path("evaluations");
    assertThat(evaluations)
        .extracting(one -> one.path("name").asText())
        .containsExactly("folds/cnn", "mlp");
    assertThat(get(evaluations.at("/0/href").asText()).body()).contains("And that one");

    HttpResponse<String> page = get(evaluations.at("/1/href").asText());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("How good it is");
    assertThat(page.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'", "sandbox")
        .doesNotContain("script-src", "'self'");
    for (String path :
        List.of(
            "nothing",
            "mlp/metrics.json",
            "mlp/report.html",
            "../report.html",
            "..%2f",
            "%2e%2e%2freport.html",
            "mlp%2f..%2f..")) {
      HttpResponse<String> answer = get("/evaluations/" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).doesNotContain("not to be served");
    }
    assertThat(processor.status("GET", "/evaluations/mlp")).isEqualTo(401);
  }
}
