package dev.earshot.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.v1.EndReason;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

/** The names by which dashboards and alerts ask: changing one breaks theirs. */
@SuppressWarnings("deprecation") // the registry that Quarkus brings
class PrometheusMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PrometheusMetrics metrics = new PrometheusMetrics(registry);

  @Test
  void everyCountHasItsName() {
    metrics.processed(2_000_000);
    metrics.heard(11);
    metrics.lost(12);
    metrics.duplicate(13);
    metrics.late(14);
    metrics.windowScored();
    metrics.anomalyOpened();
    metrics.anomalyClosed(EndReason.SCORE_FELL);
    metrics.deadLetter(Reason.PROCESSING_FAILED);
    metrics.nodeSilent();
    assertThat(registry.scrape().lines().map(line -> line.replace(",}", "}")))
        .contains(
            "earshot_frame_process_seconds_count 1.0",
            "earshot_samples_heard_total 11.0",
            "earshot_samples_lost_total 12.0",
            "earshot_samples_duplicate_total 13.0",
            "earshot_samples_late_total 14.0",
            "earshot_windows_scored_total 1.0",
            "earshot_anomalies_opened_total 1.0",
            "earshot_anomalies_closed_total{reason=\"SCORE_FELL\"} 1.0",
            "earshot_dead_letters_total{reason=\"PROCESSING_FAILED\"} 1.0",
            "earshot_dead_letters_total{reason=\"NO_VALUE\"} 0.0",
            "earshot_nodes_fallen_silent_total 1.0");
    assertThat(metrics.samplesHeard()).isEqualTo(11);
  }
}
