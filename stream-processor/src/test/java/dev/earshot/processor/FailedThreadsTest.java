package dev.earshot.processor;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What becomes of the processor when its threads fail. */
class FailedThreadsTest {
  private final FailedThreads threads = new FailedThreads(Logger.getLogger("test"));

  @Test
  void aClusterThatIsAwayForLongCostsNoMoreThanDelay() {
    for (int i = 0; i < 1000; i++) {
      assertThat(threads.handle(new StreamsException("sending", new TimeoutException("away"))))
          .isEqualTo(REPLACE_THREAD);
    }
  }

  @Test
  void aTransactionThatTheClusterEndedIsNoReasonToStop() {
    for (int i = 0; i < 100; i++) {
      assertThat(
              threads.handle(
                  new StreamsException("committing", new InvalidTxnStateException("it is over"))))
          .isEqualTo(REPLACE_THREAD);
    }
  }

  @Test
  void twoInstancesOfOneNameDoNotThrowEachOtherOutForEver() {
    StreamThreadExceptionResponse last = REPLACE_THREAD;
    for (int i = 0; i < 11; i++) {
      last = threads.handle(new StreamsException(new FencedInstanceIdException("another one")));
    }
    assertThat(last).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void aBugThatComesAgainAndAgainStopsTheProcessor() {
    for (int i = 0; i < 10; i++) {
      assertThat(threads.handle(new IllegalStateException("a bug"))).isEqualTo(REPLACE_THREAD);
    }
    assertThat(threads.handle(new IllegalStateException("a bug"))).isEqualTo(SHUTDOWN_CLIENT);
  }
}
