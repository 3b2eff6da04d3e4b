package dev.earshot.city.torture;

import dev.earshot.city.run.Ending;
import dev.earshot.console.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** Waits for conditions by looking at them again and again, until the user wants the end. */
final class Patience {
  private static final Duration POLL = Duration.ofMillis(200);

  /** The user wants the run to end: not a failure of it. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("ended by the user");
    }
  }

  /** Something that comes to hold; where it cannot be told, it does not hold yet. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException, ExecutionException, TimeoutException;
  }

  private final Ending ending;

  Patience(Ending ending) {
    this.ending = ending;
  }

  /**
   * Returns once the condition holds.
   *
   * @param what the condition in words, as in "not within 60 s: " + what
   * @throws Failure where it does not for longer
   * @throws Ended where the user has had enough
   */
  void await(String what, Duration most, Condition condition) {
    long startNanos = System.nanoTime();
    Exception last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException | ExecutionException | TimeoutException | KafkaException e) {
        last = e; // brokers and processors that are asked may be away
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Ended();
      }
      if (System.nanoTime() - startNanos > most.toNanos()) {
        String lastly = last == null ? "" : " (" + last.getMessage() + ")";
        throw Failure.because("not within " + most.toSeconds() + " s: " + what + lastly, last);
      }
      pause(POLL);
    }
  }

  /**
   * Lets that much time pass.
   *
   * @throws Ended where the user has had enough
   */
  void pause(Duration time) {
    if (ending.isWantedWithin(time)) {
      throw new Ended();
    }
  }
}
