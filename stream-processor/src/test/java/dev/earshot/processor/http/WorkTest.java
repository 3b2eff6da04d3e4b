package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** How much there is to do for an instance. */
class WorkTest {
  private final Map<MetricName, Metric> metrics = new HashMap<>();

  private record Measured(MetricName metricName, Object metricValue) implements Metric {}

  private void lag(String client, double records) {
    MetricName name =
        new MetricName(
            "records-lag-max",
            "consumer-fetch-manager-metrics",
            "",
            Map.of("client-id", "earshot-1-" + client));
    metrics.put(name, new Measured(name, records));
  }

  @Test
  void theLagIsThatOfTheThreadThatHasMost() {
    lag("StreamThread-1-consumer", 3);
    lag("StreamThread-2-consumer", 7);
    lag("StreamThread-3-consumer", Double.NaN);
    assertThat(Work.lag(metrics)).isEqualTo(7);
  }

  @Test
  void replicasAndModelsThatAreBehindAreNoWork() {
    lag("StreamThread-1-consumer", 0);
    lag("StreamThread-1-restore-consumer", 500);
    lag("global-consumer", 1);
    assertThat(Work.lag(metrics)).isZero();
  }

  @Test
  void withNothingMeasuredYetThereIsNone() {
    assertThat(Work.lag(metrics)).isZero();
  }
}
