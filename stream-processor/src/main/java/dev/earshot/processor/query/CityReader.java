package dev.earshot.processor.query;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Feeds a {@link CityView} from Kafka: all partitions of the processor's output, committed records
 * only, in no consumer group, so that every instance shows the whole city. Begins with every node's
 * last status and the newest anomalies.
 *
 * <p>Runs a thread of its own from {@link #start} to {@link #close}; a cluster that is away costs
 * delay, not the view.
 */
public final class CityReader implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CityReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MS = 1_000;
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);
  private static final List<String> TOPICS =
      List.of(Topics.NODE_STATUS, Topics.ANOMALIES, Topics.WINDOW_SCORES);

  private final CityView view;
  private final Map<String, Object> consumerProperties;
  private final Thread thread = new Thread(this::run, "earshot-city-view");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AvroSerde<NodeStatus> statuses = AvroSerde.of(NodeStatus.class);
  private final AvroSerde<AnomalyEvent> anomalies = AvroSerde.of(AnomalyEvent.class);
  private final AvroSerde<WindowScore> scores = AvroSerde.of(WindowScore.class);

  private volatile Consumer<byte[], byte[]> consumer;
  private volatile Instant lastReadAt;

  /**
   * @param view to feed
   * @param clientProperties how to reach the cluster; deserializers and what concerns groups are
   *     set here
   */
  public CityReader(CityView view, Map<String, Object> clientProperties) {
    this.view = view;
    this.consumerProperties = new HashMap<>(clientProperties);
    consumerProperties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumerProperties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    consumerProperties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    consumerProperties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    consumerProperties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** When something was last read, by this machine's clock; empty if nothing ever was. */
  public Optional<Instant> lastReadAt() {
    return Optional.ofNullable(lastReadAt);
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> opened = new KafkaConsumer<>(consumerProperties)) {
        consumer = opened;
        read(opened);
      } catch (WakeupException | InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.warnf("the page cannot read the cluster, trying again: %s", e.getMessage());
        pause();
      }
    }
  }

  private void read(Consumer<byte[], byte[]> from) {
    while (closing.getCount() > 0 && !assign(from)) {
      pause();
    }
    while (closing.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
        show(record);
      }
    }
  }

  /** Takes all partitions once all topics are there. */
  private static boolean assign(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> all = new ArrayList<>();
    Map<String, List<PartitionInfo>> there = consumer.listTopics();
    for (String topic : TOPICS) {
      for (PartitionInfo partition : there.getOrDefault(topic, List.of())) {
        all.add(new TopicPartition(topic, partition.partition()));
      }
    }
    if (!there.keySet().containsAll(TOPICS)) {
      return false;
    }
    consumer.assign(all);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    for (TopicPartition partition : all) {
      long back =
          switch (partition.topic()) {
            case Topics.NODE_STATUS -> Long.MAX_VALUE;
            case Topics.ANOMALIES -> CityView.ANOMALIES_MAX;
            default -> 0;
          };
      long begin = begins.get(partition);
      long end = ends.get(partition);
      consumer.seek(partition, end - begin <= back ? begin : end - back);
    }
    return true;
  }

  private void show(ConsumerRecord<byte[], byte[]> record) {
    lastReadAt = Instant.now();
    if (record.value() == null) {
      return;
    }
    try {
      switch (record.topic()) {
        case Topics.NODE_STATUS ->
            view.status(statuses.deserialize(record.topic(), record.value()));
        case Topics.ANOMALIES ->
            view.anomaly(anomalies.deserialize(record.topic(), record.value()));
        default -> view.score(scores.deserialize(record.topic(), record.value()));
      }
    } catch (SerializationException e) {
      LOG.debugf("not shown: %s", e.getMessage()); // somebody else's record
    }
  }

  private void pause() {
    try {
      closing.await(RETRY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  /** Ends reading; the view stays as it is. */
  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    try {
      thread.join(PATIENCE_AT_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
