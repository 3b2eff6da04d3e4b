package dev.earshot.processor.query;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.NodeId;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Feeds a {@link CityView} and a {@link LevelsView} from Kafka: all partitions of the processor's
 * output, also those that are added while it reads; committed records only; in no consumer group,
 * so that every instance shows the whole city. Begins with every node's last status and the newest
 * anomalies.
 *
 * <p>Runs a thread of its own from {@link #start} to {@link #close}. Whatever goes wrong costs
 * delay, not the view: it begins again, and until it reads, {@link #trouble} says why the view is
 * old. A record that cannot be shown is passed over.
 */
public final class CityReader implements AutoCloseable {
  /**
   * How often it does what.
   *
   * @param poll how long it waits for records at most, before it looks at anything else
   * @param look between looks for new partitions
   * @param patience with a cluster that is asked for its partitions
   * @param retry before it begins again after a failure
   */
  record Pace(Duration poll, Duration look, Duration patience, Duration retry) {
    static final Pace USUAL =
        new Pace(
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
  }

  private static final Logger LOG = Logger.getLogger(CityReader.class);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);
  private static final List<String> TOPICS =
      List.of(
          Topics.NODE_PROFILES,
          Topics.NODE_STATUS,
          Topics.DEAD_LETTERS,
          Topics.ANOMALIES,
          Topics.LEVELS,
          Topics.WINDOW_SCORES);

  /** Of a partition of dead letters so many are read again; they may be large. */
  private static final int DEAD_LETTERS_BACK = 1_000;

  /** Of a partition of levels so many are read again: the last quarter of an hour of 160 nodes. */
  private static final int LEVELS_BACK = 10_000;

  /**
   * What is fed.
   *
   * @param city nodes and anomalies
   * @param levels of calibrated nodes
   * @param figures by what is written while this reads
   */
  public record Views(CityView city, LevelsView levels, CityFigures figures) {}

  private final CityView view;
  private final LevelsView levels;
  private final CityFigures figures;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Pace pace;
  private final Thread thread = new Thread(this::run, "earshot-city-view");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AvroSerde<NodeStatus> statuses = AvroSerde.of(NodeStatus.class);
  private final AvroSerde<AnomalyEvent> anomalies = AvroSerde.of(AnomalyEvent.class);
  private final AvroSerde<NodeProfile> profiles = AvroSerde.of(NodeProfile.class);
  private final AvroSerde<SoundLevels> soundLevels = AvroSerde.of(SoundLevels.class);
  private final AvroSerde<WindowScore> scores = AvroSerde.of(WindowScore.class);

  /** Partitions that are not read from their beginning, until something is read. */
  private final Set<TopicPartition> cut = new HashSet<>();

  /** The last offset that was counted, by partition. */
  private final Map<Integer, Long> deadLettersUpTo = new HashMap<>();

  private boolean failureTold;
  private boolean badRecordTold;

  private volatile Consumer<byte[], byte[]> consumer;
  private volatile Instant lastReadAt;
  private volatile Optional<String> trouble = Optional.of("not reading yet");

  /**
   * @param views to feed
   * @param consumers makes one, which is closed here
   */
  public CityReader(Views views, Supplier<Consumer<byte[], byte[]>> consumers) {
    this(views, consumers, Pace.USUAL);
  }

  CityReader(Views views, Supplier<Consumer<byte[], byte[]>> consumers, Pace pace) {
    this.view = views.city();
    this.levels = views.levels();
    this.figures = views.figures();
    this.consumers = consumers;
    this.pace = pace;
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** When something was last read, by this machine's clock; empty if nothing ever was. */
  public Optional<Instant> lastReadAt() {
    return Optional.ofNullable(lastReadAt);
  }

  /** Why the view is not kept up to date now; empty while it is. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** The thread's whole life: reads until closed, begins again after every failure. */
  void run() {
    try {
      while (open()) {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
          consumer = opened;
          read(opened);
        } catch (WakeupException | InterruptException e) {
          return; // close() woke it, or the machine is going down
        } catch (RuntimeException e) {
          failed(e);
          pause();
        }
      }
    } finally {
      trouble = trouble.or(() -> Optional.of("no longer reading"));
    }
  }

  private boolean open() {
    return closing.getCount() > 0;
  }

  private void failed(RuntimeException e) {
    trouble = Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    if (failureTold) {
      LOG.debug("the page still cannot read the cluster", e);
    } else {
      failureTold = true;
      LOG.warnf("the page cannot read the cluster, trying again: %s", e);
    }
  }

  private void read(Consumer<byte[], byte[]> from) {
    long lookedAtNanos = System.nanoTime();
    boolean allThere = takeNewPartitions(from);
    while (open()) {
      if (!allThere) {
        trouble = Optional.of("its topics are not there yet");
        pause();
      } else {
        for (ConsumerRecord<byte[], byte[]> record : from.poll(pace.poll)) {
          show(record);
        }
        reads();
      }
      if (!allThere || System.nanoTime() - lookedAtNanos >= pace.look.toNanos()) {
        lookedAtNanos = System.nanoTime();
        allThere = takeNewPartitions(from);
      }
    }
  }

  private void reads() {
    trouble = Optional.empty();
    if (failureTold) {
      failureTold = false;
      LOG.info("the page reads the cluster again");
    }
  }

  /**
   * Takes all partitions once all topics are there, and later those that have been added.
   *
   * @return whether all topics are there
   */
  private boolean takeNewPartitions(Consumer<byte[], byte[]> consumer) {
    Map<String, List<PartitionInfo>> there = consumer.listTopics(pace.patience);
    if (!there.keySet().containsAll(TOPICS)) {
      return false;
    }
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : TOPICS) {
      for (PartitionInfo partition : there.get(topic)) {
        all.add(new TopicPartition(topic, partition.partition()));
      }
    }
    List<TopicPartition> added = new ArrayList<>(all);
    added.removeAll(consumer.assignment());
    if (added.isEmpty()) {
      return true;
    }
    consumer.assign(all); // those that it had go on where they are
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(added);
    Map<TopicPartition, Long> ends = consumer.endOffsets(added);
    for (TopicPartition partition : added) {
      long back =
          switch (partition.topic()) {
            case Topics.NODE_STATUS, Topics.NODE_PROFILES -> Long.MAX_VALUE;
            case Topics.ANOMALIES -> CityView.ANOMALIES_MAX;
            case Topics.LEVELS -> LEVELS_BACK;
            case Topics.DEAD_LETTERS -> DEAD_LETTERS_BACK;
            default -> 0;
          };
      long begin = begins.get(partition);
      long end = ends.get(partition);
      long from = end - begin <= back ? begin : end - back;
      consumer.seek(partition, from);
      if (from > 0) {
        cut.add(partition);
      }
    }
    return true;
  }

  private void show(ConsumerRecord<byte[], byte[]> record) {
    Instant now = Instant.now();
    Instant recordedAt = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
    lastReadAt = now;
    try {
      if (record.topic().equals(Topics.NODE_PROFILES)) {
        showProfile(record);
        return;
      }
      if (record.topic().equals(Topics.DEAD_LETTERS)) {
        showDeadLetter(record);
        return;
      }
      if (record.value() == null) {
        return;
      }
      switch (record.topic()) {
        case Topics.NODE_STATUS ->
            showStatus(statuses.deserialize(record.topic(), record.value()), recordedAt);
        case Topics.ANOMALIES -> showAnomaly(record, recordedAt);
        case Topics.LEVELS ->
            levels.levels(soundLevels.deserialize(record.topic(), record.value()));
        default -> {
          WindowScore score = scores.deserialize(record.topic(), record.value());
          view.score(score, recordedAt);
          figures.window(Duration.between(score.getWindowEndAt(), now));
        }
      }
    } catch (SerializationException e) {
      LOG.debugf("not shown: %s", e.getMessage()); // somebody else's record
    } catch (RuntimeException e) { // a bug; reading the record again would not mend it
      if (!badRecordTold) {
        badRecordTold = true;
        LOG.errorf(
            e,
            "the page cannot show %s-%d offset %d; what fails like it is passed over unsaid",
            record.topic(),
            record.partition(),
            record.offset());
      }
    }
  }

  private void showStatus(NodeStatus status, Instant recordedAt) {
    view.status(status, recordedAt);
    if (status.getKind() == NodeStatusKind.FORGOTTEN) {
      levels.forget(status.getNodeId(), status.getAt());
    }
  }

  private void showAnomaly(ConsumerRecord<byte[], byte[]> record, Instant recordedAt) {
    if (cut.remove(new TopicPartition(record.topic(), record.partition()))) {
      view.anomaliesLeftOut(recordedAt);
    }
    view.anomaly(anomalies.deserialize(record.topic(), record.value()), recordedAt);
  }

  /** Each once, though they are read again whenever this begins again. */
  private void showDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    long counted = deadLettersUpTo.getOrDefault(record.partition(), -1L);
    if (record.offset() > counted) {
      deadLettersUpTo.put(record.partition(), record.offset());
      nodeNamed(record.key()).ifPresent(view::deadLetter);
    }
  }

  private void showProfile(ConsumerRecord<byte[], byte[]> record) {
    nodeNamed(record.key())
        .ifPresent(
            nodeId ->
                view.profile(
                    nodeId,
                    Optional.ofNullable(record.value())
                        .map(value -> profiles.deserialize(record.topic(), value))));
  }

  /**
   * @param key null, as Kafka has it, for a record without one
   */
  private static Optional<String> nodeNamed(byte[] key) {
    return Optional.ofNullable(key)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(nodeId -> NodeId.fault(nodeId, key).isEmpty());
  }

  private void pause() {
    try {
      closing.await(pace.retry.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  /** Ends reading; the view stays as it is. */
  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    try {
      thread.join(PATIENCE_AT_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
