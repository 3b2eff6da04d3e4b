package dev.earshot.processor.audio;

import dev.earshot.contracts.Topics;
import java.time.Duration;

/**
 * How much sound is kept. Immutable.
 *
 * @param recordings how many
 * @param bytes of all of them together, encrypted
 * @param age since they were kept, by the brokers' clock
 */
public record AudioBudget(int recordings, long bytes, Duration age) {
  static final int RECORDINGS_DEFAULT = 1_000;
  static final int RECORDINGS_MAX = 10_000;
  static final long BYTES_DEFAULT = 500_000_000;
  static final long BYTES_MAX = 10_000_000_000L;
  static final int AGE_DEFAULT_DAYS = 7;

  /** Checks the bounds; the message names the option. */
  public AudioBudget {
    check("--audio-max-count", recordings, RECORDINGS_MAX);
    if (bytes < Topics.KEPT_AUDIO_BYTES_MAX || bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "--audio-max-bytes is %d, needs to be %d to %d"
              .formatted(bytes, Topics.KEPT_AUDIO_BYTES_MAX, BYTES_MAX));
    }
    check("--audio-max-age", age.toDays(), Topics.KEPT_AUDIO_LONGEST.toDays());
  }

  private static void check(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, needs to be 1 to %d".formatted(name, value, most));
    }
  }
}
