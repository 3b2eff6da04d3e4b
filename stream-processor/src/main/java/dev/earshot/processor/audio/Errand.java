package dev.earshot.processor.audio;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Something that goes on for as long as the application runs, on a thread of its own. What goes
 * wrong costs delay: it begins again after a second, and {@link #trouble} says why it does not work
 * until it does.
 */
final class Errand implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Errand.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(3);

  /** What is done. */
  interface Work {
    /**
     * Works until {@link Errand#goesOn} says no. Throws what goes wrong; whatever it has opened is
     * closed by then.
     */
    void run(Errand errand);
  }

  private final String what;
  private final Work work;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> trouble = Optional.of("not started yet");
  private boolean failureTold;

  /**
   * @param what it does, for the log: "the keeper of sound"
   * @param threadName the thread's name
   */
  Errand(String what, String threadName, Work work) {
    this.what = what;
    this.work = work;
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean goesOn() {
    return closing.getCount() > 0;
  }

  /** Told by the work: it does what it should. */
  void works() {
    trouble = Optional.empty();
    if (failureTold) {
      failureTold = false;
      LOG.infof("%s works again", what);
    }
  }

  /** Told by the work: it has to wait. */
  void waits(String why) {
    trouble = Optional.of(why);
  }

  /** Why it does not work now; empty while it does. */
  Optional<String> trouble() {
    return trouble;
  }

  private void run() {
    try {
      while (goesOn()) {
        try {
          work.run(this);
        } catch (InterruptException e) {
          return; // close() lost its patience
        } catch (RuntimeException e) {
          failed(e);
          pause(RETRY);
        }
      }
    } finally {
      trouble = Optional.of("stopped");
    }
  }

  private void failed(RuntimeException e) {
    trouble = Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    if (failureTold) {
      LOG.debugf(e, "%s still fails", what);
    } else {
      failureTold = true;
      LOG.warnf("%s failed, trying again: %s", what, e);
    }
  }

  /** Waits, or until it is to end. */
  void pause(Duration duration) {
    try {
      closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Ends the work, and waits for its end for a few seconds. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(PATIENCE_AT_CLOSE.toMillis());
      thread.interrupt();
      thread.join(PATIENCE_AT_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
