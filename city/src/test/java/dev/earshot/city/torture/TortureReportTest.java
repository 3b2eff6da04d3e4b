package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.city.report.Delays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TortureReportTest {
  private static final Verdict.Item CLEAN =
      new Verdict.Item("earshot.anomalies", 12, 12, 0, 0, 0, Optional.empty());
  private static final Verdict.Item TWICE =
      new Verdict.Item("earshot.window-scores", 100, 103, 0, 3, 0, Optional.of("record 7"));

  @Test
  void saysThatAllIsWell() {
    assertThat(report(CLEAN).toText())
        .startsWith("Earshot torture: exactly once\n")
        .contains("2.0 minutes, seed 7")
        .contains("a, then b")
        .containsPattern("processor kills +3")
        .containsPattern("kill broker +2 +median 4.0 s, p95 9.0 s")
        .containsPattern("fill disk +left out")
        .containsPattern("earshot.anomalies +12 +12 +0 +0 +0");
    assertThat(report(CLEAN).firstDifference()).isEmpty();
  }

  @Test
  void saysWhereTheFirstDifferenceIs() {
    TortureReport report = report(CLEAN, TWICE);

    assertThat(report.toText()).startsWith("Earshot torture: NOT exactly once\n");
    assertThat(report.firstDifference()).contains("earshot.window-scores, record 7");
  }

  @Test
  void itsKeysAreItsComponentsInSnakeCase() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(CLEAN, TWICE).toJson());

    assertThat(json.get("exactly_once").asBoolean()).isFalse();
    assertThat(json.at("/deeds/processor_kills").asInt()).isEqualTo(3);
    assertThat(json.at("/faults/kill_broker/p95").asDouble()).isEqualTo(9);
    assertThat(json.at("/verdict/1/of").asText()).isEqualTo("earshot.window-scores");
    assertThat(json.at("/verdict/1/twice").asInt()).isEqualTo(3);
    assertThat(json.at("/verdict/0/first").isNull()).isTrue();
  }

  private static TortureReport report(Verdict.Item... items) {
    Verdict verdict = new Verdict(List.of(items));
    return new TortureReport(
        verdict.isClean(),
        2,
        150,
        7,
        60,
        List.of(),
        List.of("a", "b"),
        6,
        Map.of(Mischief.SWAP.key(), 4L),
        Map.of(Deed.PROCESSOR_KILLS.key(), 3),
        Map.of("kill_broker", Delays.of(DoubleStream.of(9, 4))),
        List.of("fill_disk"),
        verdict.items());
  }
}
