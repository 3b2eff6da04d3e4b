package dev.earshot.city.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.city.testing.TestCertificate;
import dev.earshot.city.testing.TestUsers;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of an application, each with a part of the nodes, with users and over HTTPS:
 * whichever is asked answers for all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InteractiveQueriesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITIONS = 4;
  private static final int SECONDS = 60;
  private static final int RATE_HZ = 16_000;
  private static final SimulationConfig CITY =
      new SimulationConfig(
          8,
          20,
          Optional.of(Duration.ofSeconds(SECONDS)),
          20260701,
          200,
          15,
          5,
          10,
          Instant.now()); // topics forget what is older than some hours

  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private RunningProcessor first;
  private RunningProcessor second;

  @BeforeAll
  void aCityIsHeardByTwo(@TempDir Path directory) throws Exception {
    broker.start();
    try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
      Topics.createMissing(admin, Topics.plans(PARTITIONS));
    }
    TestCertificate certificate = TestCertificate.make(directory);
    first = instance(Files.createDirectory(directory.resolve("first")), certificate);
    second = instance(Files.createDirectory(directory.resolve("second")), certificate);
    // heard and explained all the same, and whatever would have been an alarm is a near miss
    for (String node : nodes().subList(0, 4)) {
      assertThat(first.put("/api/profiles/" + node, "{\"alarms_off\": true}", TestUsers.operator()))
          .returns(200, HttpResponse::statusCode);
    }
    try (Simulation simulation =
        new Simulation(CITY, new SyntheticSounds(), broker.clientProperties())) {
      simulation.run();
    }
    for (String node : nodes()) {
      await().atMost(PATIENCE).until(() -> hasHeardAll(first, node));
    }
  }

  private RunningProcessor instance(Path directory, TestCertificate certificate) {
    return new RunningProcessor(
        directory,
        broker.clientProperties(),
        "https",
        HttpClient.newBuilder().sslContext(certificate.trusting()).build(),
        Map.of(),
        "--users",
        TestUsers.file(directory).toString(),
        "--tls-cert",
        certificate.certificate().toString(),
        "--tls-key",
        certificate.key().toString(),
        // that one is gone is noticed sooner
        "--kafka",
        "session.timeout.ms=6000",
        "--kafka",
        "heartbeat.interval.ms=2000");
  }

  @AfterAll
  void end() {
    if (second != null) {
      second.close();
    }
    if (first != null) {
      first.kill();
    }
    broker.close();
  }

  private static List<String> nodes() {
    return IntStream.range(0, CITY.nodes()).mapToObj(CITY::nodeId).toList();
  }

  private static boolean hasHeardAll(RunningProcessor asked, String node) throws Exception {
    HttpResponse<String> answer = asked.ask("GET", state(node), TestUsers.viewer());
    return answer.statusCode() == 200
        && JSON.readTree(answer.body()).path("next_sample").asLong() == (long) SECONDS * RATE_HZ;
  }

  private static String state(String node) {
    return "/api/nodes/" + node + "/state";
  }

  /** How the instances call it. */
  private static String address(RunningProcessor instance) {
    return "127.0.0.1:" + instance.uri("/").getPort();
  }

  private static JsonNode tree(RunningProcessor asked, String path) throws Exception {
    HttpResponse<String> answer = asked.ask("GET", path, TestUsers.viewer());
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Test
  @Order(1)
  void eitherAnswersForEveryNodeWhicheverHearsIt() throws Exception {
    Set<String> owners = new TreeSet<>();
    for (String node : nodes()) {
      JsonNode state = tree(first, state(node));
      owners.add(state.path("instance").asText());
      assertThat(state.path("node_id").asText()).isEqualTo(node);
      assertThat(tree(second, state(node))).isEqualTo(state);

      String explain = "/api/nodes/" + node + "/explain";
      JsonNode explained = tree(first, explain);
      assertThat(explained.path("stretches")).as(node).isNotEmpty();
      assertThat(tree(second, explain)).isEqualTo(explained);
      String moment = explained.path("stretches").path(0).path("from").asText();
      assertThat(tree(first, explain + "?at=" + moment))
          .isEqualTo(tree(second, explain + "?at=" + moment));
    }
    assertThat(owners).containsExactlyInAnyOrder(address(first), address(second));
  }

  @Test
  @Order(1)
  void nearMissesOfTheWholeCityAreOneListFromEitherAndPageByPage() throws Exception {
    List<JsonNode> all = nearMisses(first, 1_000);

    assertThat(all).hasSizeGreaterThan(4);
    assertThat(all)
        .extracting(miss -> miss.path("from").asText())
        .isSortedAccordingTo((a, b) -> Instant.parse(b).compareTo(Instant.parse(a)));
    assertThat(nearMisses(second, 1_000)).isEqualTo(all);
    for (RunningProcessor asked : List.of(first, second)) {
      assertThat(nearMisses(asked, 1)).isEqualTo(all);
      assertThat(nearMisses(asked, 3)).isEqualTo(all);
      for (String node : nodes()) { // of which the other one has all, or none
        assertThat(nearMisses(asked, 1, "&node=" + node))
            .isEqualTo(
                all.stream().filter(miss -> miss.path("node_id").asText().equals(node)).toList());
      }
    }
  }

  private static List<JsonNode> nearMisses(RunningProcessor asked, int limit) throws Exception {
    return nearMisses(asked, limit, "");
  }

  /** All of them, so many at a time. */
  private static List<JsonNode> nearMisses(RunningProcessor asked, int limit, String filter)
      throws Exception {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = tree(asked, "/api/near-misses?limit=" + limit + "&cursor=" + cursor + filter);
      page.path("items").forEach(all::add);
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty());
    return all;
  }

  @Test
  @Order(1)
  void eachListsBothInstancesItselfFirst() throws Exception {
    for (RunningProcessor asked : List.of(first, second)) {
      JsonNode instances = tree(asked, "/api/system").path("instances");
      assertThat(instances)
          .extracting(one -> one.path("address").asText())
          .containsExactlyInAnyOrder(address(first), address(second))
          .first()
          .isEqualTo(address(asked));
      assertThat(instances).extracting(one -> one.path("partitions").asInt()).containsOnly(2);
      assertThat(instances)
          .extracting(one -> one.path("self").asBoolean())
          .containsExactly(true, false);
    }
  }

  @Test
  @Order(1)
  void whoMayAskOneMayAskTheOtherThroughIt() throws Exception {
    for (RunningProcessor asked : List.of(first, second)) {
      for (String node : nodes()) {
        assertThat(asked.status("GET", state(node), TestUsers.operator())).isEqualTo(200);
        assertThat(asked.status("GET", state(node))).isEqualTo(401);
        assertThat(asked.status("GET", state(node), TestUsers.logIn("vic", "guess")))
            .isEqualTo(401);
        assertThat(asked.status("GET", state(node), "Earshot-Passed-On", "1")).isEqualTo(401);
      }
      assertThat(asked.status("GET", "/api/near-misses")).isEqualTo(401);
    }
  }

  @Test
  @Order(1)
  void aNodeThatNobodyHasHeardIsUnknownToBoth() throws Exception {
    for (RunningProcessor asked : List.of(first, second)) {
      // spread over all partitions
      for (int i = 0; i < 8; i++) {
        HttpResponse<String> answer = asked.ask("GET", state("nobody-" + i), TestUsers.viewer());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).path("error").asText())
            .contains("no state is kept");
        assertThat(asked.status("GET", "/api/nodes/nobody-" + i + "/explain", TestUsers.viewer()))
            .isEqualTo(404);
      }
    }
  }

  @Test
  @Order(2)
  void onceOneIsKilledTheOtherAnswersForAllNodesInTheEnd() throws Exception {
    List<JsonNode> before = nearMisses(second, 1_000);

    first.kill();

    for (String node : nodes()) {
      await().atMost(PATIENCE).until(() -> isHeardBySecond(node));
    }
    assertThat(nearMisses(second, 1_000)).isEqualTo(before);
    assertThat(tree(second, "/api/system").path("instances"))
        .extracting(one -> one.path("address").asText())
        .containsExactly(address(second));
  }

  /** Until it is, each answer says that it can't be said now, and why. */
  private boolean isHeardBySecond(String node) throws Exception {
    HttpResponse<String> answer = second.ask("GET", state(node), TestUsers.viewer());
    JsonNode body = JSON.readTree(answer.body());
    if (answer.statusCode() != 200) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(body.path("error").asText()).endsWith("try again");
      return false;
    }
    return body.path("instance").asText().equals(address(second)) && hasHeardAll(second, node);
  }
}
