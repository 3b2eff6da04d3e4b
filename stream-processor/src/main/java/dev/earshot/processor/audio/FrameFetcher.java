package dev.earshot.processor.audio;

import dev.earshot.contracts.FrameLimits;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.audio.SoundAssembly.Assembled;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.processor.topics.RecordTimes;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches a node's frames around an anomaly from its partition of the topic of frames. Reads from
 * about when the anomaly began until it has what is wanted, waits a little for sound that is still
 * to come, and never reads without bound. For one thread, which closes the consumer.
 */
final class FrameFetcher {
  /** The most that is read of a partition for one anomaly. */
  static final long READ_BYTES_MAX = 512L << 20;

  /** The longest that is read for one anomaly. */
  static final Duration READ_TIME_MAX = Duration.ofSeconds(60);

  /** Records are not in the order of their times to the second. */
  private static final Duration SLACK = Duration.ofSeconds(3).plus(FrameLimits.LONGEST);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Set<EndReason> NOTHING_FOLLOWS =
      Set.of(EndReason.NODE_SILENT, EndReason.NODE_RESTARTED);

  private final Consumer<byte[], byte[]> consumer;
  private final AudioSettings settings;
  private final FrameAdmission admission;

  FrameFetcher(Consumer<byte[], byte[]> consumer, AudioSettings settings) {
    this.consumer = consumer;
    this.settings = settings;
    this.admission = new FrameAdmission(settings.sampleRateHz());
  }

  /**
   * The sound around an anomaly; empty where none of it is found.
   *
   * @param closed the anomaly's last event
   * @param key of its record
   * @param toldAtMs that record's timestamp
   * @param errand whose end ends the reading too
   */
  Optional<Assembled> fetch(AnomalyEvent closed, byte[] key, long toldAtMs, Errand errand) {
    AudioSpan span = AudioSpan.around(closed, settings.seconds(), settings.sampleRateHz());
    TopicPartition partition = NodePartition.of(consumer, Topics.PCM_FRAMES, key);
    SoundAssembly assembly = new SoundAssembly(span);
    for (long from : beginnings(closed, toldAtMs)) {
      assembly = new SoundAssembly(span);
      read(partition, key, from, patience(closed), assembly, errand);
      if (assembly.hasBeginning()) {
        break;
      }
    }
    return assembly.assembled();
  }

  /**
   * Timestamps of records from which on its frames are looked for, the likeliest first. By the
   * event's record they are those of the frames, whatever the node's clock says; but a node that
   * fell silent is told so later, by a record of another one.
   */
  private List<Long> beginnings(AnomalyEvent closed, long toldAtMs) {
    Instant startedAt = closed.getStartedAt();
    long byRecord = toldAtMs - Duration.between(startedAt, closed.getUpdatedAt()).toMillis();
    long byClock = startedAt.toEpochMilli();
    long back = SLACK.plusSeconds(settings.seconds()).toMillis();
    Stream<Long> likeliest =
        closed.getEndReason() == EndReason.NODE_SILENT
            ? Stream.of(byClock, byRecord)
            : Stream.of(byRecord, byClock);
    return likeliest.map(at -> Math.max(0, at - back)).distinct().toList();
  }

  private void read(
      TopicPartition partition,
      byte[] key,
      long from,
      Duration patience,
      SoundAssembly assembly,
      Errand errand) {
    consumer.assign(List.of(partition));
    RecordTimes.seek(consumer, List.of(partition), from);
    long began = System.nanoTime();
    long bytes = 0;
    boolean waited = false;
    while (errand.goesOn()
        && !assembly.reachedEnd()
        && !waited
        && bytes < READ_BYTES_MAX
        && System.nanoTime() - began < READ_TIME_MAX.toNanos()) {
      // asked before the poll, so that all that was there by then has been read
      boolean late = System.nanoTime() - began >= patience.toNanos();
      long end = late ? consumer.endOffsets(List.of(partition)).get(partition) : Long.MAX_VALUE;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        bytes += Math.max(0, record.serializedValueSize());
        if (Arrays.equals(record.key(), key)) {
          add(record, assembly);
        }
      }
      waited = consumer.position(partition) >= end;
    }
  }

  /** How long sound that has not come may still be under way. */
  private Duration patience(AnomalyEvent closed) {
    return NOTHING_FOLLOWS.contains(closed.getEndReason())
        ? Duration.ZERO
        : FrameLimits.LONGEST.plusSeconds(settings.seconds());
  }

  private void add(ConsumerRecord<byte[], byte[]> record, SoundAssembly assembly) {
    if (admission.admit(record.key(), record.value(), record.timestamp())
        instanceof Admitted<Frame> admitted) {
      assembly.add(admitted.value());
    }
  }
}
