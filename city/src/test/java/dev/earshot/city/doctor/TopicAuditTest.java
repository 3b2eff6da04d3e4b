package dev.earshot.city.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.city.doctor.Finding.Grade;
import dev.earshot.city.doctor.TopicAudit.Topic;
import dev.earshot.contracts.TopicPlan;
import dev.earshot.contracts.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicAuditTest {
  private final Map<String, Topic> there = new HashMap<>();

  TopicAuditTest() {
    for (TopicPlan plan : Topics.plans(4)) {
      there.put(plan.name(), new Topic(plan.partitions(), 1, plan.configs()));
    }
  }

  private void set(String topic, String name, String value) {
    Map<String, String> settings = new HashMap<>(there.get(topic).settings());
    settings.put(name, value);
    there.put(topic, new Topic(there.get(topic).partitions(), 1, settings));
  }

  private Finding of(String topic) {
    return new TopicAudit("kafka:9092")
        .of(there, 1).stream()
            .filter(finding -> finding.check().equals("topic " + topic))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void topicsAsTheyAreMadeAreRight() {
    List<Finding> all = new TopicAudit("kafka:9092").of(there, 1);

    assertThat(all).extracting(Finding::grade).containsOnly(Grade.OK);
    assertThat(all).hasSameSizeAs(there.keySet());
  }

  @Test
  void profilesThatAreNotCompactedAreAFaultWithTheCommandThatMendsIt() {
    set(Topics.NODE_PROFILES, "cleanup.policy", "delete");

    assertThat(of(Topics.NODE_PROFILES))
        .isEqualTo(
            Finding.fault(
                "topic earshot.node-profiles",
                "cleanup.policy is delete",
                "kafka-configs.sh --bootstrap-server kafka:9092 --alter --topic"
                    + " earshot.node-profiles --add-config"
                    + " cleanup.policy=compact"));
  }

  @Test
  void policiesAreTheSameInAnyOrder() {
    set(Topics.NODE_STATUS, "cleanup.policy", "delete, compact");
    assertThat(of(Topics.NODE_STATUS).grade()).isEqualTo(Grade.OK);

    set(Topics.NODE_STATUS, "cleanup.policy", "delete");
    assertThat(of(Topics.NODE_STATUS).todo()).endsWith("cleanup.policy=[compact,delete]");
  }

  @Test
  void framesDatedByTheBrokerAreAFault() {
    set(Topics.PCM_FRAMES, "message.timestamp.type", "LogAppendTime");

    assertThat(of(Topics.PCM_FRAMES).grade()).isEqualTo(Grade.FAULT);
  }

  @Test
  void aRetentionOfOnesOwnIsAWarning() {
    set(Topics.ANOMALIES, "retention.ms", "1000");

    assertThat(of(Topics.ANOMALIES).grade()).isEqualTo(Grade.WARNING);
    assertThat(of(Topics.ANOMALIES).says()).isEqualTo("retention.ms is 1000");
    assertThat(of(Topics.ANOMALIES).todo())
        .startsWith("if not meant so: ")
        .endsWith("retention.ms=2592000000");
  }

  @Test
  void profilesNeedThePartitionsOfFrames() {
    there.put(Topics.NODE_PROFILES, new Topic(3, 1, there.get(Topics.NODE_PROFILES).settings()));

    assertThat(of(Topics.NODE_PROFILES).grade()).isEqualTo(Grade.FAULT);
    assertThat(of(Topics.NODE_PROFILES).says()).isEqualTo("partitions: 3, needs 4");
  }

  @Test
  void aTopicThatIsMissingIsMadeByTheProcessor() {
    there.remove(Topics.ANOMALIES);
    there.remove(Topics.GROUND_TRUTH);

    assertThat(of(Topics.ANOMALIES).todo()).contains("./earshot process");
    assertThat(of(Topics.GROUND_TRUTH).grade()).isEqualTo(Grade.SKIPPED);
    there.clear();
    assertThat(new TopicAudit("kafka:9092").of(there, 1))
        .singleElement()
        .extracting(Finding::says)
        .isEqualTo("none is there yet");
  }

  @Test
  void oneCopyWhereThereAreThreeBrokersIsAWarning() {
    assertThat(new TopicAudit("kafka:9092").of(there, 3))
        .extracting(Finding::grade)
        .containsOnly(Grade.WARNING);
  }
}
