package dev.earshot.city.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of the process, when the user wants it before the run is over: who wants to know of it is
 * told at once, and the process lives on until the run has cleaned up, or the patience is over.
 *
 * <pre>
 *   Ctrl-C ......... 10 s ............ 20 s ............ 30 s
 *   nodes stop       what is not       without a         the process ends,
 *                    worked off is     report the        whatever is left
 *                    left              streams close
 * </pre>
 *
 * <p>Made before anything that has to be cleaned up, and closed after it. Thread-safe.
 */
public final class Ending implements AutoCloseable {
  /** How long after the user's wish what has been sent may still be worked off. */
  public static final Duration WORK_OFF_PATIENCE = Duration.ofSeconds(10);

  /** How long after the user's wish the streams are kept for the report. */
  public static final Duration REPORT_PATIENCE = Duration.ofSeconds(20);

  /** How long after it the process lives at most. */
  public static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private volatile long wantedNanos;

  /** The end of this process. */
  public static Ending ofThisProcess() {
    Ending ending = new Ending();
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(ending::processEnds, "earshot-end"));
    } catch (IllegalStateException e) { // it ends already
      ending.want();
    }
    return ending;
  }

  private void processEnds() {
    want();
    await(cleanedUp, END_PATIENCE);
  }

  /** From now on the end is wanted. */
  public void want() {
    wantedNanos = System.nanoTime();
    wanted.countDown();
  }

  /** Whether the end is wanted. */
  public boolean isWanted() {
    return wanted.getCount() == 0;
  }

  /** Whether the end is wanted, waiting for that as long as said. */
  public boolean isWantedWithin(Duration patience) {
    return await(wanted, patience);
  }

  /** Whether the end has been wanted for longer. */
  public boolean isWantedFor(Duration longer) {
    return isWanted() && System.nanoTime() - wantedNanos > longer.toNanos();
  }

  /** Says that everything has been cleaned up: the process may end. */
  @Override
  public void close() {
    cleanedUp.countDown();
  }

  /** Whether it came to that; an interrupted thread waits for nothing. */
  public static boolean await(CountDownLatch latch, Duration patience) {
    try {
      return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
