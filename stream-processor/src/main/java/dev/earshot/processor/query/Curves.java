package dev.earshot.processor.query;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.processor.topics.RecordTimes;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How score and level went through an anomaly, read back from the topic of scores, which has a
 * day's worth. Of anomalies that are over what was read is kept. Thread-safe and bounded: few read
 * at once, and none for long.
 */
public final class Curves {
  /** With a cluster that does not answer, and with others that read: somebody waits for it. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int READERS_MAX = 2;
  private static final int WAITING_MAX = 50;
  private static final int KEPT_MAX = 500;
  private static final int POINTS_MAX = 600;
  private static final int RECORDS_MAX = 500_000;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration AFTER = Duration.ofSeconds(3);

  /** Records are not in the order of their times to the second. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private static final SingleObject<WindowScore> CODEC = SingleObject.of(WindowScore.class);

  /**
   * One window.
   *
   * @param at its end, event time
   * @param score the model's, 0 to 1
   * @param smoothed as the decision sees it
   * @param laeqDbfs A-weighted level
   */
  public record Point(Instant at, float score, float smoothed, float laeqDbfs) {}

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Semaphore readers = new Semaphore(READERS_MAX, true);
  private final Map<String, List<Point>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Point>> eldest) {
          return size() > KEPT_MAX;
        }
      };

  /**
   * @param consumers makes one, which is closed here
   */
  public Curves(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /**
   * The windows from a little before an anomaly to a little after, {@value #POINTS_MAX} at most;
   * none where the topic has none any more.
   *
   * @throws org.apache.kafka.common.KafkaException where the cluster does not answer, or so many
   *     ask that it would take long
   */
  public List<Point> through(AnomalyView anomaly) {
    synchronized (kept) {
      List<Point> known = kept.get(anomaly.anomalyId());
      if (known != null) {
        return known;
      }
    }
    List<Point> points = thin(read(anomaly));
    boolean over = anomaly.endedAt().map(end -> hasPassed(points, end.plus(AFTER))).orElse(false);
    if (over) {
      synchronized (kept) {
        kept.put(anomaly.anomalyId(), points);
      }
    }
    return points;
  }

  private static boolean hasPassed(List<Point> points, Instant moment) {
    return !points.isEmpty()
        && !points.get(points.size() - 1).at().isBefore(moment.minus(Duration.ofSeconds(1)));
  }

  private List<Point> read(AnomalyView anomaly) {
    awaitTurn();
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      return read(consumer, anomaly);
    } finally {
      readers.release();
    }
  }

  /** Waits, where few do, for a while: whoever waits holds a thread that others need too. */
  private void awaitTurn() {
    try {
      if (readers.getQueueLength() < WAITING_MAX
          && readers.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new TimeoutException("too many are reading; try again");
  }

  private static List<Point> read(Consumer<byte[], byte[]> consumer, AnomalyView anomaly) {
    byte[] key = NodePartition.key(anomaly.nodeId());
    TopicPartition partition = NodePartition.of(consumer, Topics.WINDOW_SCORES, key);
    Instant from = anomaly.startedAt().minus(BEFORE);
    Instant to = anomaly.endedAt().orElse(anomaly.updatedAt()).plus(AFTER);
    List<Point> points = new ArrayList<>();
    consumer.assign(List.of(partition));
    Duration lag = anomaly.recordLag();
    RecordTimes.seek(consumer, List.of(partition), from.plus(lag).minus(SLACK).toEpochMilli());
    long enough = to.plus(lag).plus(SLACK).toEpochMilli();
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    long began = System.nanoTime();
    int records = 0;
    boolean passed = false;
    while (!passed
        && consumer.position(partition) < end
        && records < RECORDS_MAX
        && System.nanoTime() - began < LONGEST.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        records++;
        passed |= record.timestamp() > enough;
        if (record.value() != null && Arrays.equals(record.key(), key)) {
          add(record.value(), from, to, points);
        }
      }
    }
    return points;
  }

  private static void add(byte[] value, Instant from, Instant to, List<Point> points) {
    try {
      WindowScore window = CODEC.decode(value);
      Instant at = window.getWindowEndAt();
      if (!at.isBefore(from) && !at.isAfter(to)) {
        points.add(
            new Point(
                at, window.getScore(), window.getSmoothedScore(), window.getLevel().getLaeqDbfs()));
      }
    } catch (UndecodableException e) {
      // somebody else's record, which is no window
    }
  }

  /** Long ones lose windows evenly, but for the one with the highest score of those left out. */
  private static List<Point> thin(List<Point> points) {
    if (points.size() <= POINTS_MAX) {
      return List.copyOf(points);
    }
    List<Point> thinned = new ArrayList<>(POINTS_MAX);
    for (int i = 0; i < POINTS_MAX; i++) {
      int from = (int) ((long) i * points.size() / POINTS_MAX);
      int to = (int) ((long) (i + 1) * points.size() / POINTS_MAX);
      thinned.add(
          points.subList(from, to).stream().max(Comparator.comparing(Point::score)).orElseThrow());
    }
    return List.copyOf(thinned);
  }
}
