package dev.earshot.sim;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The clock a simulation goes by. */
interface Pace {
  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /**
   * Waits until the clock shows {@code nanos} or the latch is open, whichever is first; returns at
   * once when that moment has passed.
   *
   * @return whether to go on: the latch is still closed
   */
  boolean waitUntil(long nanos, CountDownLatch stopped) throws InterruptedException;

  /** The machine's own clock. */
  Pace REAL_TIME =
      new Pace() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public boolean waitUntil(long nanos, CountDownLatch stopped) throws InterruptedException {
          return !stopped.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
      };
}
