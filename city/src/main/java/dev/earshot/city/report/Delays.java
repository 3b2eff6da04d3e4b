package dev.earshot.city.report;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How long it took from the onsets of events to the alarms raised for them, seconds.
 *
 * <p>Percentiles are by nearest rank: p95 is the smallest of the delays that at least 95 % of them
 * do not exceed. It is always one of the delays that occurred, never something between two.
 *
 * @param count how many events have a delay
 * @param p50 the median; empty without any
 * @param p95 empty without any
 */
public record Delays(int count, OptionalDouble p50, OptionalDouble p95) {

  /**
   * Sums up delays.
   *
   * @param seconds in any order
   */
  public static Delays of(DoubleStream seconds) {
    double[] sorted = seconds.sorted().toArray();
    return new Delays(sorted.length, nearestRank(sorted, 50), nearestRank(sorted, 95));
  }

  private static OptionalDouble nearestRank(double[] sorted, int percent) {
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int rank = (percent * sorted.length + 99) / 100; // rounded up, from 1
    return Arrays.stream(sorted, rank - 1, rank).findFirst();
  }
}
