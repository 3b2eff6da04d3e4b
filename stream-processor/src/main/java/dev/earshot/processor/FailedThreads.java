package dev.earshot.processor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jboss.logging.Logger;

/**
 * A stream thread that failed is replaced. Where the cluster is away, or a transaction timed out,
 * that is so for as long as it lasts; threads that fail again and again for other reasons stop the
 * processor, so that liveness shows it and whoever watches it starts it anew.
 */
public final class FailedThreads implements StreamsUncaughtExceptionHandler {
  private static final int FAILURES_MAX = 10;
  private static final Duration WITHIN = Duration.ofMinutes(10);

  /** What ends with the cluster's trouble, or with the transaction that it happened to. */
  private static final List<Class<? extends KafkaException>> PASSING =
      List.of(
          RetriableException.class,
          TaskMigratedException.class,
          InvalidTxnStateException.class,
          InvalidProducerEpochException.class,
          InvalidPidMappingException.class,
          ProducerFencedException.class,
          OutOfOrderSequenceException.class,
          TransactionAbortedException.class,
          TransactionAbortableException.class);

  private final Logger log;
  private final AtomicLong replaced = new AtomicLong();
  private final Deque<Long> failedAtNanos = new ArrayDeque<>();

  FailedThreads(Logger log) {
    this.log = log;
  }

  /** How many threads have been replaced since the application started. */
  public long replaced() {
    return replaced.get();
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    replaced.incrementAndGet();
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

  /**
   * Whether it would go well with the same records and another transaction, once the cluster is
   * there again. An instance with the same name as another is none of these: both would go on
   * throwing each other out.
   */
  private static boolean isOfTheCluster(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      for (Class<? extends KafkaException> passing : PASSING) {
        if (passing.isInstance(e)) {
          return true;
        }
      }
    }
    return false;
  }
}
