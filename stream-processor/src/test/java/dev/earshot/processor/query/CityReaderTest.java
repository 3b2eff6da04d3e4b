package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.query.CityReader.Pace;
import dev.earshot.testing.Statuses;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The reader's life runs in the test's own thread: each poll of a cluster does the next thing that
 * the test has it do, the last of which closes the reader.
 */
class CityReaderTest {
  private static final Pace AT_ONCE =
      new Pace(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO);
  private static final Logger LOG = Logger.getLogger(CityReader.class.getName());

  private final CityView view = new CityView(16_000);
  private final LevelsView levels = new LevelsView();
  private final Deque<Object> consumers = new ArrayDeque<>();
  private final CityReader reader =
      new CityReader(new CityReader.Views(view, levels, new CityFigures()), this::next, AT_ONCE);
  private final List<String> logged = new ArrayList<>();
  private final Handler log =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
            logged.add(entry.getLevel().getName());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listenToTheLog() {
    LOG.addHandler(log);
  }

  @AfterEach
  void leaveTheLog() {
    LOG.removeHandler(log);
  }

  @SuppressWarnings("unchecked")
  private Consumer<byte[], byte[]> next() {
    if (consumers.remove() instanceof Consumer<?, ?> consumer) {
      return (Consumer<byte[], byte[]>) consumer;
    }
    throw new KafkaException("no such host");
  }

  private MockConsumer<byte[], byte[]> cluster(int partitions) {
    MockConsumer<byte[], byte[]> cluster = new MockConsumer<>("latest");
    grow(cluster, partitions);
    consumers.add(cluster);
    return cluster;
  }

  private static void grow(MockConsumer<byte[], byte[]> cluster, int partitions) {
    for (String topic :
        List.of(
            Topics.NODE_PROFILES,
            Topics.NODE_STATUS,
            Topics.DEAD_LETTERS,
            Topics.ANOMALIES,
            Topics.LEVELS,
            Topics.WINDOW_SCORES)) {
      cluster.updatePartitions(
          topic,
          IntStream.range(0, partitions)
              .mapToObj(partition -> new PartitionInfo(topic, partition, null, null, null))
              .toList());
      for (int partition = 0; partition < partitions; partition++) {
        TopicPartition one = new TopicPartition(topic, partition);
        cluster.updateBeginningOffsets(Map.of(one, 0L));
        cluster.updateEndOffsets(Map.of(one, 0L));
      }
    }
  }

  private static void say(MockConsumer<byte[], byte[]> cluster, int partition, String node) {
    NodeStatus status =
        Statuses.of(node, NodeStatusKind.LISTENING, Instant.parse("2026-03-01T12:00:00Z"));
    add(cluster, partition, AvroSerde.of(NodeStatus.class).serialize(Topics.NODE_STATUS, status));
  }

  private static void add(MockConsumer<byte[], byte[]> cluster, int partition, byte[] value) {
    add(cluster, new TopicPartition(Topics.NODE_STATUS, partition), new byte[0], value);
  }

  private static void add(
      MockConsumer<byte[], byte[]> cluster, TopicPartition at, byte[] key, byte[] value) {
    long offset = cluster.endOffsets(List.of(at)).get(at);
    cluster.addRecord(new ConsumerRecord<>(at.topic(), at.partition(), offset, key, value));
    cluster.updateEndOffsets(Map.of(at, offset + 1));
  }

  private List<String> nodes() {
    return view.nodes().stream().map(NodeView::nodeId).toList();
  }

  @Test
  void itShowsWhatItReadsAndSaysSo() {
    MockConsumer<byte[], byte[]> cluster = cluster(1);
    cluster.schedulePollTask(() -> say(cluster, 0, "a"));
    cluster.schedulePollTask(
        () -> {
          assertThat(reader.trouble()).isEmpty();
          assertThat(reader.lastReadAt()).isPresent();
          reader.close();
        });
    assertThat(reader.trouble()).contains("not reading yet");
    reader.run();
    assertThat(nodes()).containsExactly("a");
    assertThat(reader.trouble()).contains("no longer reading");
    assertThat(cluster.closed()).isTrue();
    assertThat(logged).isEmpty();
  }

  @Test
  void whateverFailsIsSaidOnceAndTriedAgain() {
    MockConsumer<byte[], byte[]> failing = cluster(1);
    failing.schedulePollTask(
        () -> {
          throw new IllegalStateException("a bug in the client");
        });
    List<Optional<String>> troubles = new ArrayList<>();
    MockConsumer<byte[], byte[]> failingToo = cluster(1);
    failingToo.schedulePollTask(
        () -> {
          troubles.add(reader.trouble());
          throw new KafkaException("away");
        });
    consumers.add("no cluster at all");
    MockConsumer<byte[], byte[]> well = cluster(1);
    well.schedulePollTask(
        () -> {
          troubles.add(reader.trouble());
          say(well, 0, "a");
        });
    well.schedulePollTask(
        () -> {
          troubles.add(reader.trouble());
          reader.close();
        });
    reader.run();
    assertThat(troubles)
        .containsExactly(
            Optional.of("a bug in the client"), Optional.of("no such host"), Optional.empty());
    assertThat(logged).containsExactly("WARN", "INFO");
    assertThat(nodes()).containsExactly("a");
    assertThat(failing.closed()).isTrue();
    assertThat(failingToo.closed()).isTrue();
  }

  @Test
  void partitionsThatAreAddedAreReadFromTheirBeginningAndTheOthersGoOn() {
    MockConsumer<byte[], byte[]> cluster = cluster(1);
    cluster.schedulePollTask(() -> say(cluster, 0, "a"));
    cluster.schedulePollTask(() -> grow(cluster, 2));
    cluster.schedulePollTask(
        () -> {
          assertThat(cluster.assignment()).hasSize(12);
          assertThat(cluster.position(new TopicPartition(Topics.NODE_STATUS, 0))).isEqualTo(1);
          say(cluster, 1, "b");
        });
    cluster.schedulePollTask(reader::close);
    reader.run();
    assertThat(nodes()).containsExactly("a", "b");
  }

  @Test
  void topicsThatAreNotThereYetAreWaitedFor() {
    List<Optional<String>> troubles = new ArrayList<>();
    MockConsumer<byte[], byte[]> cluster =
        new MockConsumer<>("latest") {
          @Override
          public synchronized Map<String, List<PartitionInfo>> listTopics(Duration patience) {
            troubles.add(reader.trouble());
            if (troubles.size() == 3) {
              grow(this, 1);
            }
            return super.listTopics(patience);
          }
        };
    consumers.add(cluster);
    cluster.schedulePollTask(() -> say(cluster, 0, "a"));
    cluster.schedulePollTask(reader::close);
    reader.run();
    assertThat(troubles).element(1).isEqualTo(Optional.of("its topics are not there yet"));
    assertThat(nodes()).containsExactly("a");
    assertThat(logged).isEmpty();
  }

  @Test
  void aRecordThatCannotBeShownIsPassedOver() {
    MockConsumer<byte[], byte[]> cluster = cluster(1);
    cluster.schedulePollTask(
        () -> {
          add(cluster, 0, new byte[] {1, 2, 3});
          add(cluster, 0, null);
          say(cluster, 0, "a");
        });
    cluster.schedulePollTask(
        () -> {
          assertThat(reader.trouble()).isEmpty();
          reader.close();
        });
    reader.run();
    assertThat(nodes()).containsExactly("a");
  }

  private static void addDeadLetters(MockConsumer<byte[], byte[]> cluster, String... keys) {
    TopicPartition letters = new TopicPartition(Topics.DEAD_LETTERS, 0);
    for (String key : keys) {
      add(cluster, letters, key.getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
    }
  }

  @Test
  void deadLettersInANodesNameAreCountedOnceHoweverOftenTheyAreRead() {
    MockConsumer<byte[], byte[]> failing = cluster(1);
    failing.schedulePollTask(() -> addDeadLetters(failing, "a", "b", "a", "no name of a node"));
    failing.schedulePollTask(
        () -> {
          throw new KafkaException("away");
        });
    MockConsumer<byte[], byte[]> well = cluster(1);
    well.schedulePollTask(
        () -> {
          addDeadLetters(well, "a", "b", "a", "no name of a node", "a");
          say(well, 0, "a");
        });
    well.schedulePollTask(reader::close);

    reader.run();

    assertThat(nodes()).containsExactly("a");
    assertThat(view.nodes().get(0).counters().deadLetters()).isEqualTo(3);
    assertThat(view.deadLetters("b")).isEqualTo(1);
    assertThat(view.deadLetters("c")).isZero();
  }
}
