package dev.earshot.recordings.synthetic;

import java.util.SplittableRandom;

/**
 * Noise of -3 dB an octave, as most outdoor sound has it: white noise through P. Kellet's sum of
 * first-order filters (musicdsp.org, "Pink noise filter", the economy version; within 0.5 dB above
 * 10 Hz at 44.1 kHz, close enough here). Made of a generator's draws alone, so the same seed gives
 * the same noise. An instance is for one thread.
 */
public final class PinkNoise {
  private final SplittableRandom random;
  private double slow;
  private double middle;
  private double fast;

  /** Noise from a generator, which is drawn from once a sample. */
  public PinkNoise(SplittableRandom random) {
    this.random = random;
  }

  /**
   * The next sample: of mean 0 and root mean square 2.98, as measured over 20 million, where none
   * was beyond 15; by the filters' gains never beyond 92.
   */
  public double next() {
    double white = Chance.noise(random);
    slow = 0.99765 * slow + white * 0.0990460;
    middle = 0.96300 * middle + white * 0.2965164;
    fast = 0.57000 * fast + white * 1.0526913;
    return slow + middle + fast + white * 0.1848;
  }
}
