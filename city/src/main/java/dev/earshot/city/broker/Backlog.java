package dev.earshot.city.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How much of a topic a group has not worked off yet, by what it has committed: with exactly-once,
 * what came of a record is there to be read when its offset is committed. For topics written
 * without transactions, whose ends are ends of records.
 */
public final class Backlog implements AutoCloseable {
  /** How long to wait without any of it being worked off. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long POLL_MS = 100;

  private final Admin admin;
  private final String group;
  private final String topic;

  /**
   * Opens a connection to the cluster.
   *
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   */
  public Backlog(Map<String, String> clientProperties, String group, String topic) {
    this.admin = Admin.create(new HashMap<>(clientProperties));
    this.group = group;
    this.topic = topic;
  }

  /** Records not worked off yet. */
  public long records() {
    try {
      Collection<TopicPartition> partitions = partitions();
      Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
      Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return partitions.stream()
          .mapToLong(
              partition -> {
                OffsetAndMetadata done = committed.get(partition);
                // what the topic has forgotten cannot be worked off
                long from = Math.max(begins.get(partition), done == null ? 0 : done.offset());
                return Math.max(0, ends.get(partition) - from);
              })
          .sum();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new KafkaException("cannot tell how far the processor has come", e.getCause());
    }
  }

  private Collection<TopicPartition> partitions() throws InterruptedException, ExecutionException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, answer -> answer.getValue().offset()));
  }

  /**
   * Waits until all has been worked off, nothing has been for 20 s, or the caller has had enough.
   *
   * @param meanwhile called every now and then
   * @param enough asked every now and then
   * @return whether all has been worked off
   */
  public boolean awaitNone(Runnable meanwhile, BooleanSupplier enough) {
    long least = Long.MAX_VALUE;
    long deadline = 0;
    while (true) {
      long left = records();
      if (left == 0) {
        return true;
      }
      long now = System.nanoTime();
      if (left < least) {
        least = left;
        deadline = now + PATIENCE.toNanos();
      } else if (now > deadline) {
        return false;
      }
      if (enough.getAsBoolean()) {
        return false;
      }
      meanwhile.run();
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
