package dev.earshot.processor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jboss.logging.Logger;

/**
 * A stream thread that failed is replaced. Where the cluster is away, or a transaction timed out,
 * that is so for as long as it lasts; threads that fail again and again for other reasons stop the
 * processor, so that liveness shows it and whoever watches it starts it anew.
 */
final class FailedThreads implements StreamsUncaughtExceptionHandler {
  private static final int FAILURES_MAX = 10;
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final Logger log;
  private final Deque<Long> failedAtNanos = new ArrayDeque<>();

  FailedThreads(Logger log) {
    this.log = log;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    if (isOfTheCluster(failure)) {
      log.warnf("the cluster is away, a thread begins anew: %s", failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    long now = System.nanoTime();
    failedAtNanos.addLast(now);
    while (now - failedAtNanos.getFirst() > WITHIN.toNanos()) {
      failedAtNanos.removeFirst();
    }
    boolean goOn = failedAtNanos.size() <= FAILURES_MAX;
    log.error(
        goOn
            ? "a thread failed, another takes its place"
            : "threads fail again and again, the processor stops",
        failure);
    return goOn
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Whether it would go well with the same records once the cluster is there again. */
  private static boolean isOfTheCluster(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof RetriableException || e instanceof TaskMigratedException) {
        return true;
      }
    }
    return false;
  }
}
