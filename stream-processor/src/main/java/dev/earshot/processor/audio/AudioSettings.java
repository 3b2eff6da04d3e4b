package dev.earshot.processor.audio;

import java.security.PublicKey;

/**
 * How sound is kept. Immutable.
 *
 * @param seconds before an alarm's start and after its end, 1 to {@link #SECONDS_MAX}
 * @param key what it is encrypted to
 * @param budget how much of it is kept
 * @param sampleRateHz of the sound that is heard
 */
record AudioSettings(int seconds, PublicKey key, AudioBudget budget, int sampleRateHz) {
  /** Leaves 8 s for the alarm itself in the longest recording. */
  static final int SECONDS_MAX = 10;
}
