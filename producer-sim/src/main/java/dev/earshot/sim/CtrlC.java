package dev.earshot.sim;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a command in good order when the user, or the system, ends the process. */
final class CtrlC {
  private static final long PATIENCE_SECONDS = 10;

  private CtrlC() {}

  /**
   * Does some work on this thread. If the process is ended meanwhile, the work is told to stop, and
   * the process lives on until it has, for {@value #PATIENCE_SECONDS} s at most.
   *
   * @param stop called from another thread, once at most
   */
  static void stops(Runnable stop, Runnable work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(stop, done), "earshot-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.run();
    } finally {
      done.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is ending: the hook is at work
      }
    }
  }

  private static void stopAndWait(Runnable stop, CountDownLatch done) {
    stop.run();
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
