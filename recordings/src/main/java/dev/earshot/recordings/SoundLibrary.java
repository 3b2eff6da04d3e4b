package dev.earshot.recordings;

import java.util.SplittableRandom;

/**
 * What a simulated city can hear: backgrounds that are normal, and events that are not.
 *
 * <p>A call's answer depends on the generator's state and the library's own parameters alone, so
 * equal seeds give equal cities sample by sample, on every machine and in every order of calls.
 * Implementations may be called by several threads, each with a generator of its own.
 */
public interface SoundLibrary {
  /**
   * A stretch of normal sound, seconds to a minute long; a node's background is a chain of them.
   *
   * @param random drawn from for every choice
   */
  Sound background(SplittableRandom random);

  /**
   * One anomalous event from its onset to its end, tenths of a second to some seconds long.
   *
   * @param random drawn from for every choice
   */
  Sound event(SplittableRandom random);
}
