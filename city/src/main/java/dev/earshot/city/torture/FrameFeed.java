package dev.earshot.city.torture;

import dev.earshot.console.Failure;
import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.NodeProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a city's messages at a steady rate, each once and in order, whatever becomes of the brokers
 * meanwhile: what could not be sent in time follows as fast as it is taken. {@link #run} is called
 * by one thread; the rest by any.
 */
final class FrameFeed implements Runnable, AutoCloseable {
  /** Longer than any fault lasts: giving a message up would be the feed's own loss. */
  private static final Duration DELIVERY = Duration.ofMinutes(15);

  private final HostileCity city;
  private final long total;
  private final double perSecond;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Sent sent = new Sent();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param total messages to send in all
   * @param perSecond of them
   */
  FrameFeed(HostileCity city, long total, double perSecond, Map<String, String> client) {
    this.city = city;
    this.total = total;
    this.perSecond = perSecond;
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "earshot-torture-feed");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true); // in order, and once
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 10);
    properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends what operators say of the nodes, and returns when the brokers have it. */
  void sendProfiles() {
    AvroSerde<NodeProfile> serde = AvroSerde.of(NodeProfile.class);
    for (NodeProfile profile : city.profiles()) {
      producer.send(
          new ProducerRecord<>(
              Topics.NODE_PROFILES,
              null,
              HostileCity.BEGIN.toEpochMilli(),
              profile.getNodeId().getBytes(StandardCharsets.UTF_8),
              serde.serialize(Topics.NODE_PROFILES, profile)));
    }
    producer.flush();
  }

  @Override
  public void run() {
    long startNanos = System.nanoTime();
    try {
      for (long i = 0; i < total; i++) {
        long dueNanos = startNanos + (long) (i / perSecond * 1e9);
        if (stopped.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
        send(i, city.next());
      }
      producer.flush();
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void send(long number, Message message) {
    producer.send(
        new ProducerRecord<>(
            Topics.PCM_FRAMES,
            null,
            message.timestampMs(),
            message.key(),
            message.value().orElse(null)),
        (metadata, e) -> {
          if (e == null) {
            sent.add(metadata.partition(), number, message);
          } else {
            failure.compareAndSet(null, e);
            stopped.countDown();
          }
        });
  }

  /**
   * What the brokers have taken so far.
   *
   * @throws Failure where they have not taken something
   */
  Sent sent() {
    Optional.ofNullable(failure.get())
        .ifPresent(
            e -> {
              throw Failure.because("the brokers did not take a frame: " + e.getMessage(), e);
            });
    return sent;
  }

  /** Ends {@link #run} before its time. */
  void stop() {
    stopped.countDown();
  }

  /** To be called when {@link #run} has returned, or is to. */
  @Override
  public void close() {
    stop();
    producer.close(Duration.ZERO);
  }
}
