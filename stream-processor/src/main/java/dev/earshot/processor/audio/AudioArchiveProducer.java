package dev.earshot.processor.audio;

import dev.earshot.acoustics.model.ModelFile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.jboss.logging.Logger;

/** Makes the one {@link AudioArchive} of the application, and has it kept while that runs. */
@Singleton
class AudioArchiveProducer {
  private static final Logger LOG = Logger.getLogger(AudioArchiveProducer.class);

  private final AudioArchive archive;

  AudioArchiveProducer(AudioConfig config, StreamsConfig streams, ModelFile model) {
    Optional<AudioSettings> settings = settings(config, model);
    settings.ifPresent(
        on ->
            LOG.infof(
                "keeping sound: %d s before and after each alarm, encrypted, for %d days",
                on.seconds(), on.budget().age().toDays()));
    archive =
        settings
            .map(on -> AudioArchive.keeping(on, new AudioClients(streams)))
            .orElseGet(AudioArchive::off);
  }

  private static Optional<AudioSettings> settings(AudioConfig config, ModelFile model) {
    return config
        .seconds()
        .flatMap(
            seconds ->
                config
                    .key()
                    .map(
                        key ->
                            new AudioSettings(
                                seconds,
                                AudioKeys.readPublic("--audio-key", key),
                                new AudioBudget(
                                    config.maxCount(), config.maxBytes(), config.maxAge()),
                                model.metadata().frontEnd().sampleRateHz())));
  }

  @Produces
  @Singleton
  AudioArchive archive() {
    return archive;
  }

  void start(@Observes StartupEvent event) {
    archive.start();
  }

  void stop(@Observes ShutdownEvent event) {
    archive.close();
  }
}
