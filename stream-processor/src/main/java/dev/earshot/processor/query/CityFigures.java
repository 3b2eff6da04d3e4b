package dev.earshot.processor.query;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much the whole city is scored now, and how late: of the windows of the last ten seconds that
 * were read from the cluster. Thread-safe and bounded: of more than {@value #KEPT} windows the
 * delay of the newest ones counts.
 */
public final class CityFigures {
  private static final int KEPT = 8_192;
  private static final long SPAN_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * What was counted.
   *
   * @param windowsPerS windows a second, all instances together
   * @param delayP50S seconds from a window's last sample, by the node's clock, to when its score
   *     was read here; half of them took no longer
   * @param delayP95S the same of 95 %
   */
  public record Figures(
      double windowsPerS, Optional<Double> delayP50S, Optional<Double> delayP95S) {}

  private final LongSupplier nanoTime;
  private final long[] atNanos = new long[KEPT];
  private final double[] delaysS = new double[KEPT];
  private long count;
  private long slotStartNanos;
  private long slotCount;
  private double windowsPerS;

  public CityFigures() {
    this(System::nanoTime);
  }

  CityFigures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    slotStartNanos = nanoTime.getAsLong();
  }

  /** A window's score was read, so long after its end. */
  synchronized void window(Duration delay) {
    int index = (int) (count % KEPT);
    atNanos[index] = nanoTime.getAsLong();
    delaysS[index] = delay.toNanos() / 1e9;
    count++;
  }

  /** As of now. */
  public synchronized Figures now() {
    long now = nanoTime.getAsLong();
    long slot = now - slotStartNanos;
    if (slot >= Duration.ofSeconds(1).toNanos()) {
      windowsPerS = (count - slotCount) * 1e9 / slot;
      slotStartNanos = now;
      slotCount = count;
    }
    double[] recent = new double[(int) Math.min(count, KEPT)];
    int n = 0;
    for (int i = 0; i < recent.length; i++) {
      if (now - atNanos[i] <= SPAN_NANOS) {
        recent[n++] = delaysS[i];
      }
    }
    Arrays.sort(recent, 0, n);
    return new Figures(windowsPerS, quantile(recent, n, 0.5), quantile(recent, n, 0.95));
  }

  /** By the nearest rank. */
  private static Optional<Double> quantile(double[] sorted, int n, double share) {
    return n == 0
        ? Optional.empty()
        : Optional.of(sorted[Math.min(n - 1, (int) Math.ceil(share * n) - 1)]);
  }
}
