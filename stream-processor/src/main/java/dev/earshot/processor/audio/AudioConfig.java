package dev.earshot.processor.audio;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What {@code process} sets of kept sound; without key and seconds none is kept. */
@ConfigMapping(prefix = "earshot.audio")
public interface AudioConfig {
  /** Seconds before an alarm's start and after its end. */
  Optional<Integer> seconds();

  /** The public key that recordings are encrypted to, PEM. */
  Optional<Path> key();

  /** How many recordings are kept at most. */
  @WithDefault(AudioBudget.RECORDINGS_DEFAULT + "")
  int maxCount();

  /** Bytes of all of them together at most. */
  @WithDefault(AudioBudget.BYTES_DEFAULT + "")
  long maxBytes();

  /** How long each is kept at most. */
  @WithDefault(AudioBudget.AGE_DEFAULT_DAYS + "D")
  Duration maxAge();
}
