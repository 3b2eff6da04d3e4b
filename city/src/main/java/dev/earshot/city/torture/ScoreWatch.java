package dev.earshot.city.torture;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches when scores come, as whoever acts on them would see it: committed ones only. {@link #run}
 * is called by one thread; the rest by any.
 */
final class ScoreWatch implements Runnable, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * A score has come.
   *
   * @param partition of its topic, and of the node's frames
   * @param soundEnded end of the window's sound, by the node's clock
   * @param came by this machine's
   */
  record Came(String nodeId, int partition, Instant soundEnded, Instant came) {
    double delaySeconds() {
      return Duration.between(soundEnded, came).toNanos() / 1e9;
    }
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AvroSerde<WindowScore> scores = AvroSerde.of(WindowScore.class);
  private final List<Came> came = new ArrayList<>();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Watches what comes from now on. */
  ScoreWatch(Map<String, String> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.WINDOW_SCORES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position); // which is when it is looked up
  }

  @Override
  public void run() {
    try (consumer) {
      while (stopped.getCount() > 0) {
        consumer
            .poll(POLL)
            .forEach(
                record -> {
                  WindowScore score = scores.deserialize(record.topic(), record.value());
                  add(
                      new Came(
                          score.getNodeId(),
                          record.partition(),
                          score.getWindowEndAt(),
                          Instant.now()));
                });
      }
    } catch (RuntimeException e) {
      failure.set(e);
    } finally {
      ended.countDown();
    }
  }

  private synchronized void add(Came score) {
    came.add(score);
  }

  /** What has come since this was asked last. */
  synchronized List<Came> take() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    List<Came> taken = List.copyOf(came);
    came.clear();
    return taken;
  }

  /** Ends {@link #run}, and waits for it. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
