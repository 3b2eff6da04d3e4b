package dev.earshot.processor.partition;

import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * How a second model differs from the one that decides, over what this process has heard. Counts
 * attempts, as metrics do. Thread-safe.
 */
public final class ShadowReport {
  /**
   * The figures at one moment.
   *
   * @param windows scored by both
   * @param meanDifference of their scores, shadow less live, -1 to 1; 0 where there are none
   * @param meanAbsoluteDifference 0 to 1
   * @param largestDifference the largest absolute one, 0 to 1
   * @param underBoth windows in an alarm by both
   * @param underLiveAlone windows in an alarm by the model that decides alone
   * @param underShadowAlone windows in one by the shadow alone
   * @param openedLive alarms opened by the model that decides
   * @param openedShadow alarms that the shadow would have opened
   * @param failures records at which the shadow failed
   */
  public record Figures(
      long windows,
      double meanDifference,
      double meanAbsoluteDifference,
      double largestDifference,
      long underBoth,
      long underLiveAlone,
      long underShadowAlone,
      long openedLive,
      long openedShadow,
      long failures) {}

  private final LongAdder windows = new LongAdder();
  private final DoubleAdder difference = new DoubleAdder();
  private final DoubleAdder absoluteDifference = new DoubleAdder();
  private final DoubleAccumulator largest = new DoubleAccumulator(Math::max, 0);
  private final LongAdder underBoth = new LongAdder();
  private final LongAdder underLiveAlone = new LongAdder();
  private final LongAdder underShadowAlone = new LongAdder();
  private final LongAdder openedLive = new LongAdder();
  private final LongAdder openedShadow = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** A window was scored by both. */
  void window(float live, boolean liveAlarm, float shadow, boolean shadowAlarm) {
    double by = shadow - live;
    windows.increment();
    difference.add(by);
    absoluteDifference.add(Math.abs(by));
    largest.accumulate(Math.abs(by));
    if (liveAlarm && shadowAlarm) {
      underBoth.increment();
    } else if (liveAlarm) {
      underLiveAlone.increment();
    } else if (shadowAlarm) {
      underShadowAlone.increment();
    }
  }

  void opened(long live, long shadow) {
    openedLive.add(live);
    openedShadow.add(shadow);
  }

  void failed() {
    failures.increment();
  }

  /** The figures now; what is counted meanwhile may be in some of them already. */
  public Figures figures() {
    long n = windows.sum();
    return new Figures(
        n,
        n == 0 ? 0 : difference.sum() / n,
        n == 0 ? 0 : absoluteDifference.sum() / n,
        largest.get(),
        underBoth.sum(),
        underLiveAlone.sum(),
        underShadowAlone.sum(),
        openedLive.sum(),
        openedShadow.sum(),
        failures.sum());
  }
}
