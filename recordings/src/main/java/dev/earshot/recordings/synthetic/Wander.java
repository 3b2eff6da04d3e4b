package dev.earshot.recordings.synthetic;

import dev.earshot.recordings.Sound;
import java.util.SplittableRandom;

/**
 * A value that drifts between random points of [low, high], smoothly, as wind, a walker's distance
 * or an idling engine do.
 */
final class Wander {
  private final SplittableRandom random;
  private final double low;
  private final double high;
  private final int meanSamples;
  private double from;
  private double to;
  private int samples;
  private int at;

  /**
   * @param random drawn from for each point
   * @param seconds mean time from one point to the next
   */
  Wander(SplittableRandom random, double low, double high, double seconds) {
    this.random = random;
    this.low = low;
    this.high = high;
    this.meanSamples = (int) (seconds * Sound.SAMPLE_RATE_HZ);
    this.to = Chance.between(random, low, high);
  }

  double next() {
    if (at == samples) {
      from = to;
      to = Chance.between(random, low, high);
      samples = (int) (meanSamples * Chance.between(random, 0.5, 1.5)) + 1;
      at = 0;
    }
    double x = (double) at++ / samples;
    return from + (to - from) * x * x * (3 - 2 * x);
  }
}
