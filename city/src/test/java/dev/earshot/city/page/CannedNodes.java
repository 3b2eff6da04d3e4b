package dev.earshot.city.page;

import dev.earshot.sim.SimulationConfig;
import dev.earshot.sim.TownPlan;
import dev.earshot.v1.NodeProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nodes and anomalies of a made-up city, in the states that a test gives them. Thread-safe: a
 * test changes them while the server tells of them.
 */
final class CannedNodes {
  private static final int ANOMALIES_MAX = 45;
  private static final int BEATS_TILL_THE_SAME_SCORE = 40;

  private record Node(String id, Optional<NodeProfile> profile, String status, String state) {
    Node in(String newStatus, String newState) {
      return new Node(id, profile, newStatus, newState);
    }
  }

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> anomalies = new LinkedHashMap<>();

  private CannedNodes() {}

  /**
   * Nodes with places but for each thirteenth; some alarm, some are silent, some is in the past.
   */
  static CannedNodes town(int count) {
    CannedNodes town = new CannedNodes();
    SimulationConfig config =
        new SimulationConfig(count, 1, Optional.empty(), 1, 200, 10, 8, 24, Instant.EPOCH);
    List<NodeProfile> profiles = TownPlan.profiles(config);
    for (int i = 0; i < count; i++) {
      NodeProfile profile = profiles.get(i);
      boolean placed = i % 13 != 12;
      String status = i % 12 == 4 ? "SILENT" : "LISTENING";
      String state =
          i % 12 == 2 ? "OPEN" : i % 12 == 6 ? "PENDING" : i % 60 == 9 ? "CLOSING" : "QUIET";
      boolean calm = status.equals("SILENT") || count > 100 && i % 40 > 11;
      Optional<NodeProfile> known = placed ? Optional.of(profile) : Optional.empty();
      town.nodes.put(
          profile.getNodeId(),
          new Node(profile.getNodeId(), known, status, calm ? "QUIET" : state));
    }
    town.somePast();
    return town;
  }

  /** A town and one node more, that calls itself what it likes. */
  static CannedNodes townWith(String id, String label, String place) {
    CannedNodes town = town(3);
    NodeProfile profile = NodeProfile.newBuilder().setNodeId(id).setPlace(place).build();
    town.nodes.put(id, new Node(id, Optional.of(profile), "LISTENING", "OPEN"));
    town.put(id, 0, true, label);
    return town;
  }

  private void somePast() {
    int at = 0;
    String[] labels = {null, "siren", null, "dog_bark", "jackhammer", null, "car_horn"};
    for (Node node : nodes.values()) {
      if (at == ANOMALIES_MAX) {
        break;
      }
      put(
          node.id,
          at * 47L,
          node.state.equals("OPEN") || node.state.equals("CLOSING"),
          labels[at % 7]);
      at++;
    }
  }

  private void put(String node, long secondsAgo, boolean open, String label) {
    String id = node + ":1:" + anomalies.size();
    double peak = 0.99 - 0.03 * (anomalies.size() % 12);
    double duration = 1.4 + anomalies.size() % 7 * 2.3;
    Instant started = Instant.ofEpochMilli(now()).minusSeconds(secondsAgo + 6);
    Map<String, Object> anomaly = new HashMap<>();
    anomaly.put("anomaly_id", id);
    anomaly.put("node_id", node);
    anomaly.put("open", open);
    anomaly.put("phase", open ? "ONGOING" : "CLOSED");
    anomaly.put("revision", 1);
    anomaly.put("started_at", started.toString());
    anomaly.put("updated_at", started.plusMillis((long) (duration * 1000)).toString());
    anomaly.put(
        "end_reason", open ? null : anomalies.size() % 5 == 4 ? "NODE_SILENT" : "SCORE_FELL");
    anomaly.put("duration_s", duration);
    anomaly.put("peak_score", peak);
    anomaly.put("mean_score", peak - 0.14);
    anomaly.put("label", label);
    anomaly.put("label_confidence", label == null ? null : 0.87);
    anomaly.put("laeq_dbfs", -31.2 - anomalies.size() % 9);
    anomaly.put("lafmax_dbfs", -24.6 - anomalies.size() % 9);
    anomaly.put("calibration_offset_db", anomalies.size() % 2 == 0 ? 94.0 : null);
    anomaly.put("threshold", 0.6);
    anomaly.put("model_id", "canned");
    anomalies.put(id, anomaly);
  }

  int count() {
    return nodes.size();
  }

  long now() {
    return System.currentTimeMillis();
  }

  /** A node is in this state from now on. */
  synchronized void set(String id, String status, String state) {
    nodes.computeIfPresent(id, (key, node) -> node.in(status, state));
  }

  synchronized boolean isSilent(String id) {
    return Optional.ofNullable(nodes.get(id))
        .map(node -> node.status.equals("SILENT"))
        .orElse(true);
  }

  synchronized Map<String, Object> beat(boolean all) {
    long now = now();
    List<List<Object>> rows = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (all || !node.status.equals("SILENT")) {
        rows.add(row(node, now));
      }
    }
    Instant at = Instant.ofEpochMilli(now);
    Map<String, Object> figures =
        Map.of(
            "frames_per_s",
            nodes.size() * 5,
            "sensors",
            nodes.size(),
            "lag",
            3,
            "delay_p50_s",
            0.31,
            "delay_p95_s",
            0.58,
            "restarts",
            0);
    return Map.of(
        "at",
        at.toString(),
        "streams",
        "RUNNING",
        "reading",
        true,
        "read_at",
        at.toString(),
        "all",
        all,
        "nodes",
        rows,
        "gone",
        List.of(),
        "anomalies",
        all ? List.copyOf(anomalies.values()) : List.of(),
        "figures",
        figures);
  }

  private static List<Object> row(Node node, long now) {
    boolean silent = node.status.equals("SILENT");
    double wave =
        Math.sin(
            2 * Math.PI * (now / 500 % BEATS_TILL_THE_SAME_SCORE) / BEATS_TILL_THE_SAME_SCORE
                + node.id.hashCode());
    double smoothed =
        silent
            ? 0
            : switch (node.state) {
              case "OPEN" -> 0.88 + 0.06 * wave;
              case "PENDING" -> 0.68 + 0.04 * wave;
              case "CLOSING" -> 0.42 + 0.05 * wave;
              default -> 0.14 + 0.12 * wave;
            };
    double level = silent ? -120 : -46 + 6 * wave + (node.state.equals("OPEN") ? 18 : 0);
    return Arrays.asList(
        node.id,
        node.status,
        node.state,
        round(smoothed + 0.02),
        round(smoothed),
        round(level),
        isCalibrated(node) ? 94.0 : null,
        silent ? now - 252_000 : now - 300,
        node.id.hashCode() % 5 == 0 ? 0.004 : 0.0);
  }

  private static boolean isCalibrated(Node node) {
    return node.id.hashCode() % 2 == 0;
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1e3;
  }

  synchronized List<Map<String, Object>> views() {
    return nodes.values().stream().map(node -> view(node)).toList();
  }

  private Map<String, Object> view(Node node) {
    Map<String, Object> view = new HashMap<>();
    view.put("node_id", node.id);
    view.put("status", node.status);
    view.put("state", node.state);
    view.put("heard_at", Instant.ofEpochMilli(now()).toString());
    view.put("uptime_s", 86_400 + Math.abs(node.id.hashCode() % 900_000));
    view.put("place", node.profile.map(NodeProfile::getPlace).orElse(null));
    view.put("latitude_deg", node.profile.map(NodeProfile::getLatitudeDeg).orElse(null));
    view.put("longitude_deg", node.profile.map(NodeProfile::getLongitudeDeg).orElse(null));
    view.put("alarms_off", false);
    return view;
  }

  synchronized Map<String, Object> anomalies(String query) {
    List<Map<String, Object>> passing =
        anomalies.values().stream()
            .filter(
                anomaly ->
                    parameter(query, "node").map(anomaly.get("node_id")::equals).orElse(true))
            .filter(
                anomaly ->
                    parameter(query, "phase")
                        .map(phase -> phase.equals("OPEN") == (boolean) anomaly.get("open"))
                        .orElse(true))
            .filter(
                anomaly ->
                    parameter(query, "min_score")
                        .map(
                            least ->
                                (double) anomaly.get("peak_score") >= Double.parseDouble(least))
                        .orElse(true))
            .toList();
    Map<String, Object> answer = new HashMap<>();
    int first = parameter(query, "cursor").map(Integer::parseInt).orElse(0);
    int end = first + parameter(query, "limit").map(Integer::parseInt).orElse(100);
    answer.put("items", passing.subList(first, Math.min(end, passing.size())));
    answer.put("next_cursor", end < passing.size() ? Integer.toString(end) : null);
    answer.put("known_from", "2026-01-01T00:00:00Z");
    return answer;
  }

  private static Optional<String> parameter(String query, String name) {
    return Stream.of(query.split("&"))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1))
        .findFirst();
  }

  synchronized Map<String, Object> anomaly(String id) {
    Map<String, Object> anomaly = anomalies.get(id);
    if (anomaly == null) {
      return null;
    }
    Map<String, Object> detailed = new HashMap<>(anomaly);
    long from = Instant.parse((String) anomaly.get("started_at")).toEpochMilli() - 2000;
    long to = from + 4000 + (long) ((double) anomaly.get("duration_s") * 1000);
    detailed.put("curve", CannedSound.curve(from, to, (double) anomaly.get("peak_score")));
    String neighbour = nodes.keySet().iterator().next();
    detailed.put(
        "heard_by",
        id.hashCode() % 3 == 0
            ? List.of(
                Map.of(
                    "node_id",
                    neighbour,
                    "anomaly_id",
                    "x",
                    "started_at",
                    anomaly.get("started_at"),
                    "distance_m",
                    132.4))
            : List.of());
    return detailed;
  }

  synchronized Map<String, Object> profile(String id) {
    Node node = nodes.get(id);
    if (node == null || node.profile.isEmpty()) {
      return null;
    }
    Map<String, Object> profile = new HashMap<>(view(node));
    profile
        .keySet()
        .retainAll(List.of("node_id", "place", "latitude_deg", "longitude_deg", "alarms_off"));
    profile.put("set_by", "simulation");
    profile.put("set_at", "2026-01-01T00:00:00Z");
    profile.put("calibration_offset_db", isCalibrated(node) ? 94.0 : null);
    return profile;
  }

  synchronized Map<String, Object> state(String id) {
    Node node = nodes.get(id);
    return node == null ? null : CannedAnswers.state(id, node.state, now());
  }
}
