package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final TopicPartition WORDS = new TopicPartition("words", 0);
  private static final String GROUP = "readers";

  @Test
  void isWaitedForUntilItIsWorkedOffOrTheCallerHasHadEnough() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
      broker.start();
      try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()));
          Backlog backlog = new Backlog(broker.clientProperties(), GROUP, WORDS.topic())) {
        admin.createTopics(List.of(new NewTopic(WORDS.topic(), 1, (short) 1))).all().get();
        send(broker, 3);

        AtomicInteger asked = new AtomicInteger();
        assertThat(backlog.records()).isEqualTo(3);
        assertThat(backlog.awaitNone(() -> {}, () -> asked.incrementAndGet() == 2)).isFalse();
        assertThat(asked).hasValue(2);

        assertThat(backlog.awaitNone(() -> readOneMore(admin, backlog), () -> false)).isTrue();
        assertThat(backlog.awaitNone(() -> {}, () -> true)).as("nothing left").isTrue();
      }
    }
  }

  private static void send(EmbeddedBroker broker, int words) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.copyOf(broker.clientProperties()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < words; i++) {
        producer.send(new ProducerRecord<>(WORDS.topic(), "word")).get();
      }
    }
  }

  private static void readOneMore(Admin admin, Backlog backlog) {
    OffsetAndMetadata read = new OffsetAndMetadata(3 - backlog.records() + 1);
    admin
        .alterConsumerGroupOffsets(GROUP, Map.of(WORDS, read))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
