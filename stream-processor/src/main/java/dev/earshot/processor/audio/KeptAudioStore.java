package dev.earshot.processor.audio;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.v1.KeptAudio;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Fetches one encrypted recording from its place on the topic. Thread-safe. */
final class KeptAudioStore {
  /** How many are fetched at a time: each takes a client and a megabyte or two. */
  static final int AT_ONCE_MAX = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final AudioClients clients;
  private final SingleObject<KeptAudio> codec = SingleObject.of(KeptAudio.class);
  private final Semaphore places = new Semaphore(AT_ONCE_MAX);

  KeptAudioStore(AudioClients clients) {
    this.clients = clients;
  }

  /**
   * The recording as it stands on the topic; empty where it has been deleted meanwhile.
   *
   * @throws KafkaException where the cluster does not answer, or too many are being fetched
   */
  Optional<byte[]> fetch(KeptRecording recording) {
    if (!places.tryAcquire()) {
      throw new KafkaException("too many recordings are being fetched; try again");
    }
    try (Consumer<byte[], byte[]> consumer = clients.reader("audio-fetch")) {
      consumer.assign(List.of(KeptAudioReader.PARTITION));
      consumer.seek(KeptAudioReader.PARTITION, recording.offset());
      return first(consumer)
          .filter(record -> record.offset() == recording.offset())
          .flatMap(this::sealed);
    } finally {
      places.release();
    }
  }

  private static Optional<ConsumerRecord<byte[], byte[]>> first(Consumer<byte[], byte[]> consumer) {
    long end =
        consumer.endOffsets(List.of(KeptAudioReader.PARTITION)).get(KeptAudioReader.PARTITION);
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(KeptAudioReader.PARTITION) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return Optional.of(record);
      }
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException("the cluster stopped answering");
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> sealed(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.ofNullable(record.value() == null ? null : codec.decode(record.value()))
          .map(KeptAudio::getSealed)
          .map(KeptAudioStore::bytes);
    } catch (UndecodableException e) {
      throw new KafkaException(
          "a record of " + Topics.KEPT_AUDIO + " is " + e.getMessage(), e); // indexed before
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
