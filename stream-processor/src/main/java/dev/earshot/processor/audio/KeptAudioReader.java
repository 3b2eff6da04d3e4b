package dev.earshot.processor.audio;

import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.KeptAudio;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Feeds a {@link KeptAudioIndex} from the topic of kept sound: all of it, in every instance. At the
 * start it reads all that is kept once, without holding any of it.
 */
final class KeptAudioReader implements Errand.Work {
  static final TopicPartition PARTITION = new TopicPartition(Topics.KEPT_AUDIO, 0);

  private static final Logger LOG = Logger.getLogger(KeptAudioReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KeptAudioIndex index;
  private final AudioClients clients;
  private final AvroSerde<KeptAudio> values = AvroSerde.of(KeptAudio.class);

  KeptAudioReader(KeptAudioIndex index, AudioClients clients) {
    this.index = index;
    this.clients = clients;
  }

  @Override
  public void run(Errand errand) {
    try (Consumer<byte[], byte[]> consumer = clients.reader("audio-index")) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      index.clear();
      errand.waits("still reading what is kept");
      long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      while (errand.goesOn()) {
        consumer.poll(POLL).forEach(this::take);
        if (consumer.position(PARTITION) >= end) {
          errand.works();
        }
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      index.remove(new String(record.key(), StandardCharsets.UTF_8));
      return;
    }
    try {
      KeptAudio value = values.deserialize(record.topic(), record.value());
      index.put(KeptRecording.of(value, Instant.ofEpochMilli(record.timestamp()), record.offset()));
    } catch (SerializationException e) {
      LOG.debugf("passed over: %s", e.getMessage()); // somebody else's record
    }
  }
}
