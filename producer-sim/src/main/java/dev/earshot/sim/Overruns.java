package dev.earshot.sim;

/**
 * How many samples a line has lost because nobody read them in time. A line does not say so itself;
 * but it can't keep more than it has room for: what was heard since the last reading and does not
 * fit was lost. Each reading is judged by itself, so that clocks of sound cards that go a little
 * wrong never add up to a loss. Pure, not thread-safe.
 */
final class Overruns {
  private final int rateHz;
  private final int roomSamples;

  /** After the reading before: when it was, and what it left in the line. */
  private long readNanos;

  private long leftSamples;

  /**
   * @param roomSamples how many samples the line keeps
   * @param nowNanos when the line began to hear
   */
  Overruns(int rateHz, int roomSamples, long nowNanos) {
    this.rateHz = rateHz;
    this.roomSamples = roomSamples;
    this.readNanos = nowNanos;
  }

  /**
   * How many samples were lost before those that are read next.
   *
   * @param nowNanos when reading begins
   */
  long lostBefore(long nowNanos) {
    long heard = Math.round((nowNanos - readNanos) * 1e-9 * rateHz);
    return Math.max(0, leftSamples + heard - roomSamples);
  }

  /** A reading has ended and left so many samples in the line. */
  void read(long nowNanos, int waitingSamples) {
    readNanos = nowNanos;
    leftSamples = waitingSamples;
  }
}
