package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.query.Curves.Point;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.Level;
import dev.earshot.v1.WindowScore;
import java.lang.Thread.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CurvesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TopicPartition PARTITION = new TopicPartition(Topics.WINDOW_SCORES, 0);
  private static final SingleObject<WindowScore> CODEC = SingleObject.of(WindowScore.class);

  private final Topic topic = new Topic();
  private Duration clockBehind = Duration.ZERO;
  private int readings;
  private final Curves curves =
      new Curves(
          () -> {
            readings++;
            return topic.reader();
          });

  /** What the topic has; each reader gets all of it in one poll. */
  private final class Topic {
    private final Map<Long, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();

    void add(String node, double second, double score) {
      Instant at = NOON.plusMillis((long) (1_000 * second));
      WindowScore window =
          WindowScore.newBuilder()
              .setNodeId(node)
              .setSession(1)
              .setFirstSample(0)
              .setWindowEndAt(at)
              .setScore((float) score)
              .setSmoothedScore((float) score / 2)
              .setState(AlarmState.OPEN)
              .setLevel(
                  Level.newBuilder().setLaeqDbfs(-30).setLafmaxDbfs(-27).setPeakDbfs(-1).build())
              .setModelId("m")
              .build();
      add(node, at.plus(clockBehind), CODEC.encode(window));
    }

    void add(String node, Instant at, byte[] value) {
      long offset = records.size();
      records.put(
          offset,
          new ConsumerRecord<>(
              Topics.WINDOW_SCORES,
              0,
              offset,
              at.toEpochMilli(),
              TimestampType.CREATE_TIME,
              0,
              0,
              NodePartition.key(node),
              value,
              new RecordHeaders(),
              Optional.empty()));
    }

    boolean isThere = true;

    Consumer<byte[], byte[]> reader() {
      MockConsumer<byte[], byte[]> reader =
          new MockConsumer<>("earliest") {
            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times) {
              Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
              records.values().stream()
                  .filter(record -> record.timestamp() >= times.get(PARTITION))
                  .min((one, other) -> Long.compare(one.offset(), other.offset()))
                  .ifPresent(
                      first ->
                          found.put(
                              PARTITION,
                              new OffsetAndTimestamp(first.offset(), first.timestamp())));
              return found;
            }
          };
      reader.updatePartitions(
          Topics.WINDOW_SCORES,
          isThere
              ? List.of(new PartitionInfo(Topics.WINDOW_SCORES, 0, null, null, null))
              : List.of());
      reader.updateBeginningOffsets(Map.of(PARTITION, 0L));
      reader.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
      reader.schedulePollTask(() -> records.values().forEach(reader::addRecord));
      return reader;
    }
  }

  private AnomalyView anomaly(String id, int fromSecond, Optional<Integer> toSecond) {
    return new AnomalyView(
        id,
        "n",
        toSecond.isPresent() ? "CLOSED" : "ONGOING",
        1,
        NOON.plusSeconds(fromSecond),
        NOON.plusSeconds(toSecond.orElse(fromSecond + 1)),
        toSecond.map(NOON::plusSeconds),
        Optional.empty(),
        1,
        0.8f,
        0.6f,
        Optional.empty(),
        Optional.empty(),
        -40,
        -30,
        Optional.empty(),
        0.6f,
        "m",
        clockBehind);
  }

  private AnomalyView closed(String id, int fromSecond, int toSecond) {
    return anomaly(id, fromSecond, Optional.of(toSecond));
  }

  private static List<Long> seconds(List<Point> points) {
    return points.stream()
        .map(point -> point.at().getEpochSecond() - NOON.getEpochSecond())
        .toList();
  }

  @Test
  void aTopicThatIsNotThereIsSaidAsOtherTroubleWithTheClusterIs() {
    topic.isThere = false;

    assertThatThrownBy(() -> curves.through(closed("a", 50, 52)))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining(Topics.WINDOW_SCORES);
  }

  @Test
  void theWindowsOfTheNodeFromALittleBeforeToALittleAfter() {
    for (int second = 0; second < 100; second++) {
      topic.add("n", second, second / 100.0);
      topic.add("another", second, 1);
    }

    List<Point> points = curves.through(closed("a", 50, 52));

    assertThat(seconds(points)).containsExactly(47L, 48L, 49L, 50L, 51L, 52L, 53L, 54L, 55L);
    assertThat(points.get(3)).isEqualTo(new Point(NOON.plusSeconds(50), 0.5f, 0.25f, -30));
  }

  @Test
  void ofANodeWhoseClockIsADayBehindTheyAreFoundToo() {
    topic.add("another", 51, 1);
    clockBehind = Duration.ofDays(1);
    for (int second = 0; second < 100; second++) {
      topic.add("n", second, second / 100.0);
    }

    assertThat(seconds(curves.through(closed("a", 50, 52)))).hasSize(9).startsWith(47L);
  }

  @Test
  void ofAnAnomalyThatIsOverItIsReadOnce() {
    for (int second = 0; second < 20; second++) {
      topic.add("n", second, 0.5);
    }

    List<Point> first = curves.through(closed("a", 5, 7));

    assertThat(curves.through(closed("a", 5, 7))).isEqualTo(first);
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void ofOneThatGoesOnItIsReadAgain() {
    for (int second = 0; second < 7; second++) {
      topic.add("n", second, 0.5);
    }
    curves.through(anomaly("a", 5, Optional.empty()));
    topic.add("n", 7, 0.9);

    List<Point> again = curves.through(anomaly("a", 5, Optional.empty()));

    assertThat(seconds(again)).endsWith(7L);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void whatCameAfterItIsWaitedForBeforeItIsKept() {
    for (int second = 0; second < 8; second++) {
      topic.add("n", second, 0.5);
    }
    curves.through(closed("a", 5, 7));
    for (int second = 8; second < 20; second++) {
      topic.add("n", second, 0.5);
    }

    assertThat(seconds(curves.through(closed("a", 5, 7)))).endsWith(10L);
  }

  @Test
  void aLongOneLosesWindowsButNotItsPeak() {
    for (int i = 0; i < 6_000; i++) {
      topic.add("n", i / 6.25, i == 1_234 ? 0.99 : 0.5);
    }

    List<Point> points = curves.through(closed("a", 3, 950));

    assertThat(points).hasSize(600);
    assertThat(points).extracting(Point::score).contains(0.99f);
    assertThat(points).extracting(Point::at).isSorted();
  }

  @Test
  void whereTheTopicHasNothingAnyMoreThereIsNoCurve() {
    assertThat(curves.through(closed("a", 50, 52))).isEmpty();
    topic.add("n", 1, 0.5);
    assertThat(curves.through(closed("a", 50, 52))).isEmpty();
  }

  @Test
  void whatIsNoWindowIsPassedOver() {
    topic.add("n", 5, 0.5);
    topic.add("n", NOON.plusSeconds(5), "no window".getBytes(StandardCharsets.UTF_8));
    topic.add("n", NOON.plusSeconds(5), null);
    topic.add("n", 6, 0.5);

    assertThat(seconds(curves.through(closed("a", 5, 7)))).containsExactly(5L, 6L);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Test
  void whoeverComesWhenManyWaitIsRefusedAtOnce() throws Exception {
    CountDownLatch clusterAnswers = new CountDownLatch(1);
    Curves slow =
        new Curves(
            () -> {
              waitFor(clusterAnswers);
              return topic.reader();
            });
    List<Thread> others =
        IntStream.range(0, 52)
            .mapToObj(i -> new Thread(() -> slow.through(closed("a" + i, 5, 7))))
            .toList();
    others.forEach(Thread::start);
    while (others.stream().filter(o -> o.getState() == State.TIMED_WAITING).count() < 50) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> slow.through(closed("b", 5, 7)))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("too many");

    clusterAnswers.countDown();
    for (Thread other : others) {
      other.join();
    }
  }
}
