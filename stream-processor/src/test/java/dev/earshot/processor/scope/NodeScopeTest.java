package dev.earshot.processor.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.Level;
import dev.earshot.v1.WindowScore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class NodeScopeTest {
  private static final int POLLS = 25;
  private static final int WINDOWS_PER_POLL = 1_000;
  private static final String NEWEST = "[" + (POLLS * WINDOWS_PER_POLL - 1) + ",";
  private static final TopicPartition FRAMES = new TopicPartition(Topics.PCM_FRAMES, 0);
  private static final TopicPartition SCORES = new TopicPartition(Topics.WINDOW_SCORES, 0);
  private static final SingleObject<WindowScore> CODEC = SingleObject.of(WindowScore.class);

  /** Of each window its number is its time, milliseconds since the epoch. */
  private static ConsumerRecord<byte[], byte[]> window(int number) {
    WindowScore window =
        WindowScore.newBuilder()
            .setNodeId("n")
            .setSession(1)
            .setFirstSample(0)
            .setWindowEndAt(Instant.ofEpochMilli(number))
            .setScore(0.123456f)
            .setSmoothedScore(0.123456f)
            .setState(AlarmState.QUIET)
            .setLevel(
                Level.newBuilder()
                    .setLaeqDbfs(-30.12345f)
                    .setLafmaxDbfs(-27.12345f)
                    .setPeakDbfs(-1)
                    .build())
            .setModelId("m")
            .build();
    byte[] key = NodePartition.key("n");
    return new ConsumerRecord<>(Topics.WINDOW_SCORES, 0, number, key, CODEC.encode(window));
  }

  private static Consumer<byte[], byte[]> reader() {
    MockConsumer<byte[], byte[]> reader =
        new MockConsumer<>("earliest") {
          @Override
          public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
              Map<TopicPartition, Long> times) {
            return Map.of();
          }
        };
    for (TopicPartition one : List.of(FRAMES, SCORES)) {
      reader.updatePartitions(
          one.topic(), List.of(new PartitionInfo(one.topic(), 0, null, null, null)));
    }
    reader.updateEndOffsets(Map.of(FRAMES, 0L, SCORES, 0L));
    for (int poll = 0; poll < POLLS; poll++) {
      int first = poll * WINDOWS_PER_POLL;
      reader.schedulePollTask(
          () -> {
            for (int i = 0; i < WINDOWS_PER_POLL; i++) {
              reader.addRecord(window(first + i));
            }
          });
    }
    return reader;
  }

  @Test
  void theOldestGoesWhereItIsMoreThanAMinutesWorth() {
    try (NodeScope scope =
        new NodeScope(
            "n", () -> 0, NodeScopeTest::reader, FrontEndConfig.PAPER, new ObjectMapper())) {
      scope.start();
      while (scope.since(0).stream().noneMatch(one -> one.json().contains(NEWEST))) {
        Thread.onSpinWait();
      }

      List<ScopeEvent> kept = scope.since(0);

      assertThat(kept.get(0).number()).isGreaterThan(1);
      assertThat(kept.stream().mapToInt(one -> one.json().length()).sum())
          .isBetween(NodeScope.CHARACTERS_MAX / 2, NodeScope.CHARACTERS_MAX);
    }
  }
}
