package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final Map<String, TopicPlan> PLANS =
      Topics.plans(6).stream().collect(Collectors.toMap(TopicPlan::name, Function.identity()));

  @Test
  void everyTopicIsPlannedWithTheSamePartitions() {
    assertThat(PLANS.keySet())
        .containsExactlyInAnyOrder(
            Topics.PCM_FRAMES,
            Topics.ANOMALIES,
            Topics.WINDOW_SCORES,
            Topics.LEVELS,
            Topics.NODE_STATUS,
            Topics.NODE_PROFILES,
            Topics.MODELS,
            Topics.GROUND_TRUTH,
            Topics.DEAD_LETTERS);
    assertThat(byNode()).extracting(TopicPlan::partitions).containsOnly(6);
  }

  private static List<TopicPlan> byNode() {
    return PLANS.values().stream().filter(plan -> !plan.name().equals(Topics.MODELS)).toList();
  }

  @Test
  void everyInstanceReadsTheSameModelsInTheSameOrderByTheBrokersTime() {
    TopicPlan plan = PLANS.get(Topics.MODELS);
    assertThat(plan.partitions()).isEqualTo(1);
    assertThat(plan.configs())
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")
        .containsEntry("message.timestamp.type", "LogAppendTime");
  }

  @Test
  void whatAnOperatorSaidOfANodeIsNeverDeletedByAge() {
    assertThat(PLANS.get(Topics.NODE_PROFILES).configs())
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
  }

  @Test
  void theLastStatusOfANodeStandsUntilItIsLongGone() {
    assertThat(PLANS.get(Topics.NODE_STATUS).configs())
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete")
        .containsKey(TopicConfig.RETENTION_MS_CONFIG);
  }

  @Test
  void keptSoundHasOneOrderAndIsGoneFromTheDisksSoonAfterItsDeletion() {
    TopicPlan plan = Topics.keptAudio();
    assertThat(plan.partitions()).isEqualTo(1);
    assertThat(plan.configs())
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete")
        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "2592000000")
        .containsEntry(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "600000")
        .containsEntry("message.timestamp.type", "LogAppendTime");
    assertThat(PLANS).doesNotContainKey(Topics.KEPT_AUDIO);
  }

  @Test
  void timestampsAreTheNodesOwnAndNoneIsRefusedForBeingAhead() {
    for (TopicPlan plan : byNode()) {
      assertThat(plan.configs())
          .containsEntry("message.timestamp.type", "CreateTime")
          .containsEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }
  }

  @Test
  void aNewTopicLeavesTheReplicationToTheCluster() {
    TopicPlan plan = PLANS.get(Topics.ANOMALIES);
    assertThat(plan.toNewTopic().numPartitions()).isEqualTo(6);
    assertThat(plan.toNewTopic().replicationFactor()).isEqualTo((short) -1);
    assertThat(plan.toNewTopic().configs()).isEqualTo(plan.configs());
  }

  @Test
  void atLeastOnePartition() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Topics.plans(0))
        .withMessageContaining("1 or more: 0");
  }
}
