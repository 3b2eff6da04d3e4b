package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.Sound;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends what nodes hear to a cluster, in order and once, signed where that is wanted. A message
 * that the cluster does not take is no exception here: it is counted, the first one is remembered
 * for {@link #throwIfFailed}, and whoever sends is told to stop. Sending is for one thread.
 */
final class FrameSender implements AutoCloseable {
  private final Producer<String, byte[]> producer;
  private final Optional<Simulation.Signer> signer;
  private final Runnable onFailure;
  private final SingleObject<PcmFrame> frames = SingleObject.of(PcmFrame.class);
  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * Takes over the producer and closes it in the end.
   *
   * @param onFailure called from any thread, any number of times
   */
  FrameSender(
      Producer<String, byte[]> producer, Optional<Simulation.Signer> signer, Runnable onFailure) {
    this.producer = producer;
    this.signer = signer;
    this.onFailure = onFailure;
  }

  /**
   * A producer as frames need it.
   *
   * @param clientProperties Kafka client properties; the producer's own, such as {@code
   *     compression.type}, win over the defaults here
   */
  static Producer<String, byte[]> producer(Map<String, String> clientProperties) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "earshot-simulation");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 10);
    // sound hardly compresses: lz4 saves nothing, zstd a fifth of the bytes for a tenth of the time
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    properties.putAll(clientProperties);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true); // in order, and once
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Asks where a topic is: its first record would wait for that, in the middle of a pace. */
  void find(String topic) {
    producer.partitionsFor(topic);
  }

  /**
   * Sends a frame of {@value Sound#SAMPLE_RATE_HZ} Hz.
   *
   * @param session names the run of the node's counter
   * @param firstSample index in the session of the first of them
   * @param capturedMicros when that was taken, microseconds since the epoch
   */
  void sendFrame(
      String nodeId, long session, long firstSample, long capturedMicros, short[] samples) {
    byte[] frame = frame(nodeId, session, firstSample, capturedMicros, samples);
    ProducerRecord<String, byte[]> record =
        record(Topics.PCM_FRAMES, nodeId, capturedMicros, frame);
    signer.ifPresent(
        signs -> record.headers().add(FrameSignatures.HEADER, signs.sign(nodeId, frame)));
    send(record);
  }

  /** Sends something else that a node tells. */
  void send(String topic, String nodeId, long micros, byte[] value) {
    send(record(topic, nodeId, micros, value));
  }

  private byte[] frame(
      String nodeId, long session, long firstSample, long capturedMicros, short[] samples) {
    ByteBuffer bytes =
        ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    return frames.encode(
        PcmFrame.newBuilder()
            .setNodeId(nodeId)
            .setSession(session)
            .setFirstSample(firstSample)
            .setCapturedAt(instant(capturedMicros))
            .setSampleRateHz(Sound.SAMPLE_RATE_HZ)
            .setEncoding(PcmEncoding.PCM_S16LE)
            .setSamples(bytes)
            .build());
  }

  /** Microseconds since the epoch as contracts have them. */
  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, String nodeId, long micros, byte[] value) {
    return new ProducerRecord<>(topic, null, micros / 1_000, nodeId, value);
  }

  private void send(ProducerRecord<String, byte[]> record) {
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            failed(failure);
          }
        });
  }

  /** Something of it failed. From any thread. */
  void failed(Exception failure) {
    firstFailure.compareAndSet(null, failure);
    failures.incrementAndGet();
    onFailure.run();
  }

  /** Messages that the cluster did not take. From any thread. */
  int failures() {
    return failures.get();
  }

  /** Returns once all that was sent has arrived, or has failed. */
  void flush() {
    producer.flush();
  }

  /**
   * @throws Failure where a message was not taken
   */
  void throwIfFailed() {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw Failure.because(
          String.format(
              "the cluster did not take %d message(s): %s; look to its health and start again",
              failures.get(), failure.getMessage()),
          failure);
    }
  }

  /**
   * One to a cluster.
   *
   * @throws Failure where the properties are none of a producer
   */
  static FrameSender open(
      Map<String, String> clientProperties,
      Optional<Simulation.Signer> signer,
      Runnable onFailure) {
    try {
      return new FrameSender(producer(clientProperties), signer, onFailure);
    } catch (KafkaException e) {
      throw Failure.because("cannot send to Kafka: " + ClusterCheck.reasonOf(e), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
