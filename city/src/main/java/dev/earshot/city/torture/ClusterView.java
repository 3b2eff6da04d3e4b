package dev.earshot.city.torture;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What the cluster says of itself and of a group, while parts of it are away: questions that are
 * not answered soon fail, to be asked again. For one thread.
 */
final class ClusterView implements AutoCloseable {
  private static final int ANSWER_MS_MAX = 8_000;
  private static final int REQUEST_MS_MAX = 3_000;

  private final Admin admin;
  private final String group;

  ClusterView(Map<String, String> client, String group) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS_MAX);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS_MAX);
    this.admin = Admin.create(properties);
    this.group = group;
  }

  Admin admin() {
    return admin;
  }

  /** How many brokers the controllers take for alive. */
  int brokers() throws ExecutionException, InterruptedException, TimeoutException {
    return get(admin.describeCluster().nodes()).size();
  }

  /** Whether every partition of every topic has all of its copies, up to date. */
  boolean isInSync() throws ExecutionException, InterruptedException, TimeoutException {
    return topics().stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(partition -> partition.isr().size() == partition.replicas().size());
  }

  private Collection<TopicDescription> topics()
      throws ExecutionException, InterruptedException, TimeoutException {
    var names = get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    return get(admin.describeTopics(names).allTopicNames()).values();
  }

  /** Where the partitions of some topics end. */
  Map<TopicPartition, Long> ends(Collection<String> topics, IsolationLevel isolation)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked =
        get(admin.describeTopics(topics).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return get(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  /** Whether the group has committed everything up to there. */
  boolean hasWorkedOff(Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return ends.entrySet().stream()
        .allMatch(
            end ->
                end.getValue() == 0
                    || committed.get(end.getKey()) != null
                        && committed.get(end.getKey()).offset() >= end.getValue());
  }

  /**
   * Which partitions of a topic the members of the group have whose static name begins like this.
   */
  Set<Integer> partitionsOf(String instanceId, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    return get(admin.describeConsumerGroups(List.of(group)).all()).get(group).members().stream()
        .filter(member -> member.groupInstanceId().orElse("").startsWith(instanceId))
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .filter(partition -> partition.topic().equals(topic))
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  /** Whether all that is in these topics can be read by those who read what is committed. */
  boolean isCommitted(List<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    return ends(topics, IsolationLevel.READ_COMMITTED)
        .equals(ends(topics, IsolationLevel.READ_UNCOMMITTED));
  }

  private static <T> T get(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(2L * ANSWER_MS_MAX, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
