package dev.earshot.processor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * A stream thread that failed is replaced: a broker that was away, a transaction that timed out.
 * One that fails again and again stops the processor, so that liveness shows it and whoever watches
 * it starts it anew.
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
}
