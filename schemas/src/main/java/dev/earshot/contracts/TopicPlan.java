package dev.earshot.contracts;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How one topic is to be. Immutable.
 *
 * @param name the topic's name
 * @param partitions one or more
 * @param configs the topic's own settings, by Kafka's names; what is not said is the cluster's
 *     default, the replication factor among it
 */
public record TopicPlan(String name, int partitions, Map<String, String> configs) {
  /** Checks the bounds and takes a copy of the settings. */
  public TopicPlan {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "partitions of " + name + " must be 1 or more: " + partitions);
    }
    configs = Map.copyOf(configs);
  }

  /** As Kafka's admin client takes it. */
  public NewTopic toNewTopic() {
    return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
  }
}
