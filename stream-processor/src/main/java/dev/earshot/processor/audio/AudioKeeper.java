package dev.earshot.processor.audio;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.audio.SoundAssembly.Assembled;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.DeletionReason;
import dev.earshot.v1.KeptAudio;
import dev.earshot.v1.KeptAudioState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Keeps the sound around alarms that have been closed. All instances are members of one group, so
 * each alarm is kept by one of them; its recording and the group's place on the topic of anomalies
 * are committed in one transaction, so it is kept once, whoever is killed when. The member that has
 * partition 0 also deletes what is beyond the budget.
 *
 * <p>Sound is encrypted before it leaves this thread, and is never written down before.
 */
final class AudioKeeper implements Errand.Work {
  private static final Logger LOG = Logger.getLogger(AudioKeeper.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIDY_EVERY = Duration.ofSeconds(5);
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
  private static final int DELETED_AT_ONCE = 100;
  private static final int ASKED_MAX = 100;

  /** Key of a record that says nothing; no anomaly is called so. */
  private static final byte[] ROLL = "roll".getBytes(StandardCharsets.UTF_8);

  private static final double SECOND_MICROS = 1e6;

  private final AudioSettings settings;
  private final KeptAudioIndex index;
  private final AudioClients clients;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final AvroSerde<AnomalyEvent> events = AvroSerde.of(AnomalyEvent.class);
  private final AvroSerde<KeptAudio> values = AvroSerde.of(KeptAudio.class);

  /** Records that are done and not committed: where each partition goes on. Of the one thread. */
  private final Map<TopicPartition, OffsetAndMetadata> passed = new HashMap<>();

  private final Queue<String> toDelete = new ArrayBlockingQueue<>(ASKED_MAX);

  private Instant rolledAt = Instant.EPOCH;

  AudioKeeper(AudioSettings settings, KeptAudioIndex index, AudioClients clients, Clock clock) {
    this.settings = settings;
    this.index = index;
    this.clients = clients;
    this.clock = clock;
  }

  /**
   * Has a recording deleted, soon.
   *
   * @return whether it will be: not where too many are asked for at once
   */
  boolean delete(String anomalyId) {
    return toDelete.offer(anomalyId);
  }

  @Override
  public void run(Errand errand) {
    try (Consumer<byte[], byte[]> member = clients.member();
        Consumer<byte[], byte[]> frames = clients.reader("audio-frames");
        Producer<byte[], byte[]> producer = clients.producer()) {
      errand.waits("joining the others");
      passed.clear();
      producer.initTransactions();
      member.subscribe(List.of(Topics.ANOMALIES), new Places(member));
      follow(member, new FrameFetcher(frames, settings), producer, errand);
    }
  }

  private void follow(
      Consumer<byte[], byte[]> member,
      FrameFetcher fetcher,
      Producer<byte[], byte[]> producer,
      Errand errand) {
    long committedAt = System.nanoTime();
    long tidiedAt = committedAt;
    while (errand.goesOn()) {
      for (ConsumerRecord<byte[], byte[]> record : member.poll(POLL)) {
        Optional<KeptAudio> toKeep = toKeep(record, fetcher, errand);
        if (!errand.goesOn()) {
          return; // what was fetched may lack what was still to come: the next one fetches it again
        }
        passed.put(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1));
        if (toKeep.isPresent()) {
          store(toKeep.get(), member, producer);
        }
      }
      errand.works();
      if (!passed.isEmpty() && since(committedAt).compareTo(COMMIT_EVERY) > 0) {
        committedAt = System.nanoTime();
        member.commitSync(passed);
        passed.clear();
      }
      if (since(tidiedAt).compareTo(TIDY_EVERY) > 0) {
        tidiedAt = System.nanoTime();
        tidy(member.assignment(), producer);
      }
      deleteWhatWasAsked(producer);
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** What is to be kept of a record; empty where it closes no anomaly, or one that is known. */
  private Optional<KeptAudio> toKeep(
      ConsumerRecord<byte[], byte[]> record, FrameFetcher fetcher, Errand errand) {
    AnomalyEvent event;
    try {
      event = events.deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      LOG.debugf("passed over: %s", e.getMessage()); // somebody else's record
      return Optional.empty();
    }
    if (event == null
        || event.getPhase() != AnomalyPhase.CLOSED
        || index.knows(event.getAnomalyId())) {
      return Optional.empty();
    }
    return Optional.of(
        fetcher
            .fetch(event, record.key(), record.timestamp(), errand)
            .map(sound -> kept(event, sound))
            .orElseGet(() -> missing(event)));
  }

  private KeptAudio kept(AnomalyEvent event, Assembled sound) {
    AudioHeader header = sound.header();
    return of(event)
        .setState(KeptAudioState.KEPT)
        .setSoundFrom(Instant.parse(header.soundFrom()))
        .setSoundS(header.seconds())
        .setMissingS(header.missingSeconds())
        .setCut(header.cut())
        .setSealed(ByteBuffer.wrap(AudioEnvelope.seal(header, sound.pcm(), settings.key(), random)))
        .build();
  }

  private static KeptAudio missing(AnomalyEvent event) {
    return of(event)
        .setState(KeptAudioState.MISSING)
        .setSoundFrom(event.getStartedAt())
        .setSoundS(0)
        .setMissingS(event.getDurationS())
        .setCut(false)
        .build();
  }

  private static KeptAudio.Builder of(AnomalyEvent event) {
    long micros = Math.round(event.getDurationS() * SECOND_MICROS);
    return KeptAudio.newBuilder()
        .setAnomalyId(event.getAnomalyId())
        .setNodeId(event.getNodeId())
        .setStartedAt(event.getStartedAt())
        .setEndedAt(
            Optional.ofNullable(event.getEndedAt())
                .orElseGet(() -> event.getStartedAt().plusNanos(micros * 1_000)));
  }

  /** The recording and that the alarm is done: both or neither. */
  private void store(
      KeptAudio kept, Consumer<byte[], byte[]> member, Producer<byte[], byte[]> producer) {
    producer.beginTransaction();
    producer.send(record(kept));
    producer.sendOffsetsToTransaction(passed, member.groupMetadata());
    producer.commitTransaction();
    passed.clear();
  }

  private ProducerRecord<byte[], byte[]> record(KeptAudio value) {
    return new ProducerRecord<>(
        Topics.KEPT_AUDIO,
        0,
        value.getAnomalyId().getBytes(StandardCharsets.UTF_8),
        values.serialize(Topics.KEPT_AUDIO, value));
  }

  private void tidy(Set<TopicPartition> mine, Producer<byte[], byte[]> producer) {
    if (mine.contains(new TopicPartition(Topics.ANOMALIES, 0))) {
      write(index.due(clock.instant()).stream(), producer);
      roll(producer);
    }
  }

  /**
   * Brokers begin a new segment, and remove from the old one what was deleted, only when something
   * is written: so that deleted sound does not lie there until the next alarm, something is.
   */
  private void roll(Producer<byte[], byte[]> producer) {
    Instant now = clock.instant();
    if (index.hasDeletedSince(now.minus(Topics.KEPT_AUDIO_SEGMENT.multipliedBy(3)))
        && now.isAfter(rolledAt.plus(Topics.KEPT_AUDIO_SEGMENT))) {
      rolledAt = now;
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.KEPT_AUDIO, 0, ROLL, null));
      producer.commitTransaction();
    }
  }

  private void deleteWhatWasAsked(Producer<byte[], byte[]> producer) {
    Set<String> asked = new HashSet<>();
    for (String id = toDelete.poll(); id != null; id = toDelete.poll()) {
      asked.add(id);
    }
    if (!asked.isEmpty()) {
      write(
          index.all(clock.instant()).stream()
              .filter(KeptRecording::isKept)
              .filter(each -> asked.contains(each.anomalyId()))
              .map(each -> each.deleted(DeletionReason.BY_HAND)),
          producer);
    }
  }

  private void write(Stream<KeptRecording> deletions, Producer<byte[], byte[]> producer) {
    List<KeptRecording> some = deletions.limit(DELETED_AT_ONCE).toList();
    if (!some.isEmpty()) {
      producer.beginTransaction();
      some.forEach(each -> producer.send(record(each.toRecord())));
      producer.commitTransaction();
    }
  }

  /**
   * Commits what is done before a partition goes to another member. Where the group has no place
   * yet, its place is the end of the topic, from now on: else an alarm that comes before the first
   * commit would be passed over by whoever takes the partition over.
   */
  private final class Places implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> member;

    Places(Consumer<byte[], byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> known = member.committed(Set.copyOf(partitions));
      Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
      for (TopicPartition partition : partitions) {
        if (known.get(partition) == null) {
          places.put(partition, new OffsetAndMetadata(member.position(partition)));
        }
      }
      if (!places.isEmpty()) {
        member.commitSync(places);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!passed.isEmpty()) {
        member.commitSync(passed);
        passed.clear();
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      passed.clear(); // whoever has them now says where they go on
    }
  }
}
