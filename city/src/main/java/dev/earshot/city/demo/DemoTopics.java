package dev.earshot.city.demo;

import dev.earshot.contracts.TopicPlan;
import dev.earshot.contracts.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of a city in one process. A demo may run for days on somebody's laptop, so what is
 * large is bounded in bytes; what the report is made of is kept whole.
 */
final class DemoTopics {
  /** Enough for the threads of one machine, and few enough to be quick to make. */
  static final int PARTITIONS = 4;

  private static final Map<String, String> BOUNDED =
      Map.of(
          TopicConfig.RETENTION_BYTES_CONFIG,
          Integer.toString(512_000_000),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(64_000_000));
  private static final Map<String, String> WHOLE =
      Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1");

  private DemoTopics() {}

  static List<TopicPlan> plans() {
    return Topics.plans(PARTITIONS).stream()
        .map(
            plan ->
                switch (plan.name()) {
                  case Topics.PCM_FRAMES, Topics.WINDOW_SCORES, Topics.DEAD_LETTERS ->
                      with(plan, BOUNDED);
                  case Topics.ANOMALIES, Topics.GROUND_TRUTH -> with(plan, WHOLE);
                  default -> plan;
                })
        .toList();
  }

  private static TopicPlan with(TopicPlan plan, Map<String, String> more) {
    Map<String, String> configs = new HashMap<>(plan.configs());
    configs.putAll(more);
    return new TopicPlan(plan.name(), plan.partitions(), configs);
  }
}
