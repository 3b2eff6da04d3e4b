package dev.earshot.city.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What REST says of a made-up city. */
final class CannedAnswers {
  private CannedAnswers() {}

  static Map<String, Object> page(String role) {
    Map<String, Object> page = new HashMap<>();
    page.put("tiles_url", null);
    page.put("tiles_attribution", null);
    page.put("role", role);
    page.put("user", "ada");
    page.put("demo", true);
    page.put(
        "evaluations",
        List.of(Map.of("name", "better-mlp, fold 10", "href", "/evaluations/1/index.html")));
    page.put("kept_audio", true);
    return page;
  }

  /** Of every anomaly the sound was kept once. */
  static Map<String, Object> audio() {
    Map<String, Object> answer = new HashMap<>();
    answer.put("keeping", true);
    answer.put("trouble", null);
    answer.put("seconds", 5);
    answer.put("items", List.of(Map.of("state", "DELETED", "text", "deleted: too old")));
    return answer;
  }

  static Map<String, Object> model() {
    return Map.ofEntries(
        Map.entry("id", "canned-3f2a91c0"),
        Map.entry("file_bytes", 66_412),
        Map.entry("parameters", 61_825),
        Map.entry("operators", List.of("FULLY_CONNECTED", "LOGISTIC")),
        Map.entry("arena_bytes", 1_280),
        Map.entry("sample_rate_hz", 16_000),
        Map.entry("stride_seconds", 0.16),
        Map.entry(
            "labels",
            List.of(label("siren", true), label("dog_bark", true), label("street_music", false))),
        Map.entry(
            "decision",
            Map.of(
                "open_threshold",
                0.6,
                "close_threshold",
                0.45,
                "immediate_threshold",
                0.97,
                "for_seconds",
                1.0,
                "keep_firing_for_seconds",
                2.0)),
        Map.entry("trained_on", "UrbanSound8K"),
        Map.entry(
            "quality",
            List.of(
                Map.of(
                    "protocol",
                    "folds",
                    "on",
                    "fold 10",
                    "unit",
                    "clip",
                    "n",
                    837,
                    "accuracy",
                    0.824,
                    "f1",
                    0.83,
                    "roc_auc",
                    0.891),
                Map.of(
                    "protocol",
                    "folds",
                    "on",
                    "fold 10",
                    "unit",
                    "window",
                    "n",
                    18_300,
                    "accuracy",
                    0.781,
                    "f1",
                    0.78,
                    "roc_auc",
                    0.852))));
  }

  private static Map<String, Object> label(String name, boolean anomalous) {
    return Map.of("name", name, "anomalous", anomalous);
  }

  static Map<String, Object> system(int sensors) {
    return Map.ofEntries(
        Map.entry("version", "0.1.0"),
        Map.entry("started_at", "2026-03-01T12:00:00Z"),
        Map.entry("streams", "RUNNING"),
        Map.entry(
            "instances",
            List.of(
                Map.of(
                    "instance",
                    "earshot-1",
                    "host",
                    "10.0.0.11:8080",
                    "partitions",
                    6,
                    "this",
                    true),
                Map.of(
                    "instance",
                    "earshot-2",
                    "host",
                    "10.0.0.12:8080",
                    "partitions",
                    6,
                    "this",
                    false))),
        Map.entry("partitions", 12),
        Map.entry("threads", 4),
        Map.entry("restarts", 0),
        Map.entry("frames_per_s", sensors * 5),
        Map.entry("sensors", sensors),
        Map.entry("lag", 3),
        Map.entry("delay_p50_s", 0.31),
        Map.entry("delay_p95_s", 0.58));
  }

  static Map<String, Object> tally() {
    return Map.of(
        "events_played",
        41,
        "events_found",
        38,
        "events_missed",
        3,
        "false_alarms",
        2,
        "false_alarms_per_hour",
        1.4,
        "sound_hours",
        1.43,
        "onset_delay_s",
        Map.of("count", 36, "p50", 0.9, "p95", 1.7));
  }

  private static Map<String, Object> stretch(
      String node, long to, double seconds, String state, String outcome, String text) {
    return Map.of(
        "node_id",
        node,
        "from",
        Instant.ofEpochMilli(to - (long) (seconds * 1000)).toString(),
        "to",
        Instant.ofEpochMilli(to).toString(),
        "state",
        state,
        "outcome",
        outcome,
        "peak_score",
        0.74,
        "peak_smoothed",
        0.71,
        "seconds",
        seconds,
        "text",
        text);
  }

  static Map<String, Object> nearMisses(long now) {
    Map<String, Object> answer = new HashMap<>();
    answer.put(
        "items",
        List.of(
            stretch(
                "node-01",
                now - 40_000,
                0.4,
                "PENDING",
                "NEAR_MISS",
                "near miss: 0.71 for 0.4 s, needs 1.0 s above 0.60"),
            stretch(
                "node-02",
                now - 95_000,
                0.8,
                "PENDING",
                "NEAR_MISS",
                "near miss: 0.66 for 0.8 s, needs 1.0 s above 0.60")));
    answer.put("next_cursor", null);
    return answer;
  }

  static Map<String, Object> explanation(String node, long now) {
    return Map.of(
        "node_id",
        node,
        "from",
        "x",
        "to",
        "x",
        "known_from",
        "2026-03-01T12:00:00Z",
        "stretches",
        List.of(
            stretch(
                node, now - 9_000, 6, "QUIET", "NOTHING", "quiet: 0.22 at most, opens from 0.60"),
            stretch(
                node,
                now - 8_600,
                0.4,
                "PENDING",
                "NEAR_MISS",
                "near miss: 0.71 for 0.4 s, needs 1.0 s above 0.60"),
            stretch(
                node,
                now - 2_000,
                4.2,
                "OPEN",
                "OPENED",
                "opened: 0.83 for 1.0 s above 0.60; closed: below 0.45 for 2.0 s")));
  }

  static Map<String, Object> levels(long now) {
    List<List<Object>> seconds = new ArrayList<>();
    for (long at = now / 1000 - 120; at <= now / 1000; at++) {
      seconds.add(List.of(at * 1000, 52 + 6 * Math.sin(at / 9.0) + 3 * Math.sin(at * 1.7)));
    }
    return Map.of(
        "laeq_1s",
        seconds,
        "laeq_15min",
        56.3,
        "lafmax",
        81.2,
        "l10",
        59.4,
        "l90",
        47.8,
        "since",
        "2026-03-01T12:00:00Z");
  }

  static Map<String, Object> state(String node, String state, long now) {
    return Map.ofEntries(
        Map.entry("node_id", node),
        Map.entry("instance", "earshot-1"),
        Map.entry("model_id", "canned-3f2a91c0"),
        Map.entry("session", 1_772_366_400_000_000L),
        Map.entry("next_sample", 184_320_000L),
        Map.entry("silent", false),
        Map.entry(
            "decision",
            Map.of(
                "open_threshold",
                0.6,
                "close_threshold",
                0.45,
                "immediate_threshold",
                0.97,
                "for_s",
                1.0,
                "keep_firing_for_s",
                2.0,
                "smoothing_s",
                0.5)),
        Map.entry("alarm_state", state),
        Map.entry("smoothed_score", 0.3),
        Map.entry("pending_s", 0),
        Map.entry(
            "counters",
            Map.of(
                "samples_heard",
                184_320_000,
                "samples_lost",
                48_000,
                "samples_late",
                3_200,
                "samples_duplicate",
                6_400,
                "restarts",
                1,
                "dead_letters",
                2)),
        Map.entry("clock_offset_ms", -14.2),
        Map.entry("clock_drift_ppm", 3.1),
        Map.entry(
            "status_history",
            List.of(
                Map.of(
                    "kind", "FIRST_HEARD", "at", Instant.ofEpochMilli(now - 90_000_000).toString()),
                Map.of("kind", "SILENT", "at", Instant.ofEpochMilli(now - 7_000_000).toString()),
                Map.of("kind", "BACK", "at", Instant.ofEpochMilli(now - 6_800_000).toString()),
                Map.of(
                    "kind",
                    "SAMPLES_LOST",
                    "at",
                    Instant.ofEpochMilli(now - 400_000).toString()))));
  }
}
