package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.console.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  private static final TopicPartition WORDS = new TopicPartition("words", 0);

  @Test
  void keepsItsDataOverARestartOnTheSameDirectory(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.in(directory)) {
      broker.start();
      try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
        admin.createTopics(List.of(new NewTopic(WORDS.topic(), 1, (short) 1))).all().get();
      }
      send(broker, "kept");
    }

    try (EmbeddedBroker broker = EmbeddedBroker.in(directory)) {
      broker.start();
      assertThat(firstWord(broker)).isEqualTo("kept");
    }
    assertThat(directory).isNotEmptyDirectory();
  }

  @Test
  void deletesTheDataOfATemporaryOne() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.temporary();
    Path directory = broker.directory();
    assertThat(directory).isDirectory();

    broker.start();
    broker.close();
    broker.close();

    assertThat(directory).doesNotExist();
    assertThatThrownBy(broker::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTopicBoundedInBytesForgetsWhatIsOldBeforeLong() throws Exception {
    NewTopic bounded =
        new NewTopic(WORDS.topic(), 1, (short) 1)
            .configs(Map.of("retention.bytes", "1048576", "segment.bytes", "1048576"));
    try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
      broker.start();
      try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
        admin.createTopics(List.of(bounded)).all().get();
        for (int i = 0; i < 4; i++) {
          send(broker, "x".repeat(900_000));
        }

        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () ->
                    admin
                            .listOffsets(Map.of(WORDS, OffsetSpec.earliest()))
                            .partitionResult(WORDS)
                            .get()
                            .offset()
                        > 0);
      }
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSaidInOneLine(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (EmbeddedBroker broker = EmbeddedBroker.in(file)) {
      assertThatThrownBy(broker::start)
          .isInstanceOf(Failure.class)
          .hasMessageContaining(file.toString());
    }
  }

  private static void send(EmbeddedBroker broker, String word) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.copyOf(broker.clientProperties()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(WORDS.topic(), word)).get(30, TimeUnit.SECONDS);
    }
  }

  private static String firstWord(EmbeddedBroker broker) {
    Map<String, Object> properties = new HashMap<>(broker.clientProperties());
    properties.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(WORDS));
      for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofSeconds(30))) {
        return found.value();
      }
      return "";
    }
  }
}
