package dev.earshot.city.doctor;

import dev.earshot.contracts.TopicPlan;
import dev.earshot.contracts.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Compares the topics of a cluster with how they are to be. What makes Earshot wrong is a fault:
 * what is kept by another policy, dated by another clock, or spread over other partitions. What an
 * operator may want otherwise, as how long something is kept, is a warning. Pure.
 */
final class TopicAudit {
  private static final Set<String> MAY_DIFFER =
      Set.of(
          TopicConfig.RETENTION_MS_CONFIG,
          TopicConfig.SEGMENT_MS_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

  /** Topics that the processor reads side by side, partition by partition. */
  private static final Set<String> SIDE_BY_SIDE = Set.of(Topics.PCM_FRAMES, Topics.NODE_PROFILES);

  private static final int COPIES = 3;

  /**
   * A topic as it is.
   *
   * @param copies replicas of each partition
   * @param settings those in force, defaults among them, by Kafka's names
   */
  record Topic(int partitions, int copies, Map<String, String> settings) {}

  private final String servers;

  /**
   * @param servers where the cluster is, for commands that mend it
   */
  TopicAudit(String servers) {
    this.servers = servers;
  }

  /**
   * A finding a topic.
   *
   * @param there the topics that there are, by name; others' may be among them
   * @param brokers how many the cluster has
   */
  List<Finding> of(Map<String, Topic> there, int brokers) {
    List<TopicPlan> plans = Topics.plans(partitionsOf(there));
    if (plans.stream().noneMatch(plan -> there.containsKey(plan.name()))) {
      return List.of(
          Finding.warning(
              "topics", "none is there yet", "start './earshot process', which makes them"));
    }
    return plans.stream().map(plan -> of(plan, there, brokers)).toList();
  }

  private static int partitionsOf(Map<String, Topic> there) {
    Topic frames = there.get(Topics.PCM_FRAMES);
    return frames == null ? Topics.DEFAULT_PARTITIONS : frames.partitions;
  }

  private Finding of(TopicPlan plan, Map<String, Topic> there, int brokers) {
    String check = "topic " + plan.name();
    Topic topic = there.get(plan.name());
    if (topic == null) {
      return plan.name().equals(Topics.GROUND_TRUTH)
          ? Finding.skipped(check, "not there; only simulated nodes write it")
          : Finding.warning(check, "not there", "start './earshot process', which makes it");
    }
    if (topic.partitions != plan.partitions()) {
      return partitions(check, plan, topic);
    }
    Map<String, String> wrong = new TreeMap<>();
    plan.configs()
        .forEach(
            (name, value) -> {
              if (!same(name, value, topic.settings.getOrDefault(name, ""))) {
                wrong.put(name, value);
              }
            });
    if (!wrong.isEmpty()) {
      return settings(check, plan, topic, wrong);
    }
    String says = "partitions: " + topic.partitions + ", copies: " + topic.copies;
    return brokers >= COPIES && topic.copies < COPIES
        ? Finding.warning(
            check, says, "give it " + COPIES + " copies, or its records go with their broker")
        : Finding.ok(check, says);
  }

  private static Finding partitions(String check, TopicPlan plan, Topic topic) {
    String says = "partitions: " + topic.partitions + ", needs " + plan.partitions();
    String todo = "make it anew, while nothing runs";
    if (plan.name().equals(Topics.MODELS) || SIDE_BY_SIDE.contains(plan.name())) {
      return Finding.fault(check, says, todo);
    }
    return Finding.warning(check, says + " to lie beside " + Topics.PCM_FRAMES, todo);
  }

  /** Policies are sets, all else is text. */
  private static boolean same(String name, String wanted, String found) {
    return name.equals(TopicConfig.CLEANUP_POLICY_CONFIG)
        ? Set.of(wanted.split(",")).equals(Set.of(found.replace(" ", "").split(",")))
        : wanted.equals(found);
  }

  private Finding settings(String check, TopicPlan plan, Topic topic, Map<String, String> wrong) {
    List<String> says = new ArrayList<>();
    List<String> todo = new ArrayList<>();
    wrong.forEach(
        (name, value) -> {
          says.add(name + " is " + topic.settings.getOrDefault(name, "not set"));
          // a list has to be in brackets there
          todo.add(name + "=" + (value.contains(",") ? "[" + value + "]" : value));
        });
    String change =
        "kafka-configs.sh --bootstrap-server "
            + servers
            + " --alter --topic "
            + plan.name()
            + " --add-config "
            + String.join(",", todo);
    return MAY_DIFFER.containsAll(wrong.keySet())
        ? Finding.warning(check, String.join(", ", says), "if not meant so: " + change)
        : Finding.fault(check, String.join(", ", says), change);
  }
}
