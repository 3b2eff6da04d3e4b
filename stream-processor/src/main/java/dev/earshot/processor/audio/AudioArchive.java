package dev.earshot.processor.audio;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The sound that is kept around alarms, for whoever asks for it: what there is, what became of the
 * rest, and the recordings, encrypted as they are. Where no sound is kept there is nothing, and no
 * client of the cluster. Thread-safe.
 */
public final class AudioArchive implements AutoCloseable {
  /** What keeps sound, where it is kept. */
  private record Keeping(
      AudioSettings settings,
      KeptAudioIndex index,
      KeptAudioStore store,
      AudioKeeper keeper,
      Errand reading,
      Errand following) {}

  private final Clock clock;
  private final Optional<Keeping> keeping;

  private AudioArchive(Clock clock, Optional<Keeping> keeping) {
    this.clock = clock;
    this.keeping = keeping;
  }

  static AudioArchive off() {
    return new AudioArchive(Clock.systemUTC(), Optional.empty());
  }

  static AudioArchive keeping(AudioSettings settings, AudioClients clients) {
    Clock clock = Clock.systemUTC();
    KeptAudioIndex index = new KeptAudioIndex(settings.budget());
    AudioKeeper keeper = new AudioKeeper(settings, index, clients, clock);
    return new AudioArchive(
        clock,
        Optional.of(
            new Keeping(
                settings,
                index,
                new KeptAudioStore(clients),
                keeper,
                new Errand(
                    "the list of kept sound",
                    "earshot-audio-index",
                    new KeptAudioReader(index, clients)),
                new Errand("the keeper of sound", "earshot-audio-keeper", keeper))));
  }

  void start() {
    keeping.ifPresent(
        on -> {
          on.reading.start();
          on.following.start();
        });
  }

  /** Whether sound is kept at all. */
  public boolean isOn() {
    return keeping.isPresent();
  }

  /** Seconds that are kept before and after an alarm; 0 where none are. */
  public int seconds() {
    return keeping.map(on -> on.settings.seconds()).orElse(0);
  }

  /** Why none is kept now, though it should be; empty where all is well, or none is to be kept. */
  public Optional<String> trouble() {
    return keeping.flatMap(on -> on.following.trouble().or(on.reading::trouble));
  }

  /** Of every recording that is known what became of it, the newest first. */
  public List<KeptRecording> recordings() {
    return keeping.map(on -> on.index.all(clock.instant())).orElse(List.of());
  }

  /** What became of one anomaly's; empty where nothing is known of it. */
  public Optional<KeptRecording> recording(String anomalyId) {
    return keeping.flatMap(on -> on.index.of(anomalyId, clock.instant()));
  }

  /**
   * An anomaly's recording in {@link AudioEnvelope}'s format; empty where it is not there (any
   * more).
   *
   * @throws org.apache.kafka.common.KafkaException where the cluster does not answer
   */
  public Optional<byte[]> sealed(String anomalyId) {
    return keeping.flatMap(
        on -> recording(anomalyId).filter(KeptRecording::isKept).flatMap(on.store::fetch));
  }

  /**
   * Has a recording deleted within moments.
   *
   * @return whether it will be: not where too many are asked for at once
   */
  public boolean delete(String anomalyId) {
    return keeping.map(on -> on.keeper.delete(anomalyId)).orElse(false);
  }

  /** Ends keeping; what is under way is done by another instance, or after the next start. */
  @Override
  public void close() {
    keeping.ifPresent(
        on -> {
          on.following.close();
          on.reading.close();
        });
  }
}
