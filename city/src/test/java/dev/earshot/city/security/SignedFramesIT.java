package dev.earshot.city.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.Packaged;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.Topics;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signed frames from end to end: the packaged simulator signs, the packaged processor demands it.
 */
class SignedFramesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int FRAMES = 2 * 20 * 5; // nodes, seconds, frames a second

  @TempDir private Path directory;

  @Test
  void whatIsForgedReplayedOrUnsignedIsCountedAndNotHeard() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
      broker.start();
      Map<String, String> client = broker.clientProperties();
      try (RunningProcessor running =
          new RunningProcessor(
              directory,
              client,
              "http",
              HttpClient.newHttpClient(),
              Map.of(),
              "--require-signatures")) {
        simulate(broker.bootstrapServers());
        List<ConsumerRecord<byte[], byte[]>> frames = frames(client);
        assertThat(frames).hasSize(FRAMES);
        await().atMost(PATIENCE).until(() -> heard(running) == FRAMES * 3_200L);

        frames.forEach(frame -> assertThat(signature(frame)).hasSize(64));
        sendAgain(client, frames, frame -> new RecordHeaders());
        sendAgain(client, frames, frame -> signed(damaged(signature(frame))));
        sendAgain(client, frames, frame -> signed(signature(frame)));

        await().atMost(PATIENCE).until(() -> letters(running, "REPLAYED") == FRAMES);
        assertThat(letters(running, "UNSIGNED")).isEqualTo(FRAMES);
        assertThat(letters(running, "FORGED")).isEqualTo(FRAMES);
        assertThat(heard(running)).isEqualTo(FRAMES * 3_200L);
      }
    }
  }

  private void simulate(String bootstrapServers) {
    try (Packaged simulate =
        Packaged.simulator(
            directory,
            Map.of(),
            "simulate",
            "--bootstrap-servers",
            bootstrapServers,
            "--nodes",
            "2",
            "--duration",
            "20",
            "--speed",
            "20",
            "--signing-keys",
            directory.resolve("keys").toString(),
            "--publish-keys")) {
      assertThat(simulate.exitCode()).as(simulate.standardError()).isZero();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> frames(Map<String, String> client) {
    List<ConsumerRecord<byte[], byte[]>> frames = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.copyOf(client), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition all = new TopicPartition(Topics.PCM_FRAMES, 0);
      consumer.assign(List.of(all));
      consumer.seekToBeginning(List.of(all));
      long end = consumer.endOffsets(List.of(all)).get(all);
      while (consumer.position(all) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(frames::add);
      }
    }
    return frames;
  }

  private interface Seal {
    Headers of(ConsumerRecord<byte[], byte[]> frame);
  }

  private static void sendAgain(
      Map<String, String> client, List<ConsumerRecord<byte[], byte[]>> frames, Seal seal) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(client), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ConsumerRecord<byte[], byte[]> frame : frames) {
        producer.send(
            new ProducerRecord<>(
                frame.topic(),
                frame.partition(),
                frame.timestamp(),
                frame.key(),
                frame.value(),
                seal.of(frame)));
      }
    }
  }

  private static byte[] signature(ConsumerRecord<byte[], byte[]> frame) {
    return frame.headers().lastHeader(FrameSignatures.HEADER).value();
  }

  private static byte[] damaged(byte[] signature) {
    byte[] other = signature.clone();
    other[0] ^= 1;
    return other;
  }

  private static Headers signed(byte[] signature) {
    return new RecordHeaders().add(FrameSignatures.HEADER, signature);
  }

  /** Dead letters of a reason, those too that were left out of the topic. */
  private static long letters(RunningProcessor running, String reason) throws Exception {
    return sum(
        running, "earshot_dead_letters_total\\{[^}]*reason=\"" + reason + "\"[^}]*} ([0-9.]+)");
  }

  private static long heard(RunningProcessor running) throws Exception {
    return sum(running, "earshot_samples_heard_total ([0-9.E]+)");
  }

  private static long sum(RunningProcessor running, String metric) throws Exception {
    Matcher matcher = Pattern.compile(metric).matcher(running.manage("/q/metrics").body());
    double sum = 0;
    while (matcher.find()) {
      sum += Double.parseDouble(matcher.group(1));
    }
    return Math.round(sum);
  }
}
