package dev.earshot.processor.audio;

import dev.earshot.console.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether sound is kept around alarms: a picocli mixin of {@code process}. */
public final class AudioOptions {
  @Option(
      names = "--keep-audio",
      paramLabel = "SECONDS",
      description = {
        "Keep the sound of so many seconds before and after each alarm, encrypted to --audio-key",
        "(default: none is kept)."
      })
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--audio-key",
      paramLabel = "PUBLIC.pem",
      description =
          "Who has its private key can hear what is kept, nobody else; './earshot audio keys' makes"
              + " a pair.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--audio-max-count",
      paramLabel = "N",
      defaultValue = "" + AudioBudget.RECORDINGS_DEFAULT,
      description = "Recordings that are kept at most (default: ${DEFAULT-VALUE}).")
  private int maxCount;

  @Option(
      names = "--audio-max-bytes",
      paramLabel = "N",
      defaultValue = "" + AudioBudget.BYTES_DEFAULT,
      description = "Bytes of all recordings together at most (default: ${DEFAULT-VALUE}).")
  private long maxBytes;

  @Option(
      names = "--audio-max-age",
      paramLabel = "DAYS",
      defaultValue = "" + AudioBudget.AGE_DEFAULT_DAYS,
      description = "How long each is kept at most (default: ${DEFAULT-VALUE}).")
  private int maxAgeDays;

  /** Whether sound is to be kept. */
  public boolean isOn() {
    return seconds.isPresent();
  }

  /**
   * Checks all of it.
   *
   * @throws Failure for what the user can mend
   */
  public void check() {
    if (seconds.isPresent() != key.isPresent()) {
      throw Failure.usage("--keep-audio and --audio-key go together");
    }
    if (seconds.isEmpty()) {
      return;
    }
    if (seconds.get() < 1 || seconds.get() > AudioSettings.SECONDS_MAX) {
      throw Failure.usage(
          "--keep-audio is %d, needs to be 1 to %d seconds"
              .formatted(seconds.get(), AudioSettings.SECONDS_MAX));
    }
    try {
      new AudioBudget(maxCount, maxBytes, Duration.ofDays(maxAgeDays));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
    AudioKeys.readPublic("--audio-key", key.get());
  }

  /** What was said as the processor's configuration calls it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (isOn()) {
      settings.put("earshot.audio.seconds", seconds.get().toString());
      settings.put("earshot.audio.key", key.orElseThrow().toAbsolutePath().toString());
      settings.put("earshot.audio.max-count", Integer.toString(maxCount));
      settings.put("earshot.audio.max-bytes", Long.toString(maxBytes));
      settings.put("earshot.audio.max-age", Duration.ofDays(maxAgeDays).toString());
    }
    return settings;
  }
}
