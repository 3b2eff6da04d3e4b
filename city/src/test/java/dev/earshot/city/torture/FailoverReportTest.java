package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.city.torture.FailoverReport.Seconds;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FailoverReportTest {
  private static final FailoverReport REPORT =
      new FailoverReport(
          60,
          2,
          0,
          List.of("--threads", "4"),
          Seconds.of(DoubleStream.of(0.3, 0.1, 0.2)),
          Seconds.of(DoubleStream.of(12, 11)),
          Seconds.of(DoubleStream.empty()));

  @Test
  void saysHowLongItTookAndWhatWasNotMeasured() {
    assertThat(REPORT.toText())
        .contains("60 nodes", "--threads 4")
        .containsPattern("undisturbed +p50 0.2 s, p95 0.3 s, longest 0.3 s \\(3\\)")
        .containsPattern("next score +p50 11.0 s, p95 12.0 s, longest 12.0 s \\(2\\)")
        .containsPattern("while restarted +none");
  }

  @Test
  void itsKeysAreItsComponentsInSnakeCase() throws Exception {
    JsonNode json = new ObjectMapper().readTree(REPORT.toJson());

    assertThat(json.at("/kill_to_next_score/p95").asDouble()).isEqualTo(12);
    assertThat(json.at("/undisturbed/count").asInt()).isEqualTo(3);
    assertThat(json.at("/restart_delay/max").isNull()).isTrue();
  }
}
