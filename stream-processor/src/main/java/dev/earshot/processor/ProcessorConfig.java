package dev.earshot.processor;

import dev.earshot.processor.partition.PartitionSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can be set of the processor itself; Kafka's own settings are {@code kafka-streams.*}. */
@ConfigMapping(prefix = "earshot.processor")
public interface ProcessorConfig {
  /** The model file; the one that ships with Earshot when empty. */
  Optional<Path> model();

  /** A second model file that hears along and decides nothing; none when empty. */
  Optional<Path> shadow();

  /** A node not heard for longer than this, by stream time, is silent. */
  @WithDefault(PartitionSettings.SILENCE_DEFAULT_S + "S")
  Duration silence();

  /** The state of a node not heard for longer than this, by stream time, is deleted. */
  @WithDefault(PartitionSettings.RETENTION_DEFAULT_DAYS + "D")
  Duration retention();

  /** Whether a frame has to be signed by its node. */
  @WithDefault("false")
  boolean requireSignatures();

  /** With nothing processed for longer, by the wall clock, health says so. */
  @WithDefault("60S")
  Duration watchdog();
}
