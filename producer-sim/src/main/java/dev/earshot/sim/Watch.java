package dev.earshot.sim;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import java.io.PrintStream;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Prints the records of one topic as JSON lines, each as soon as it is there. Ends after so many of
 * them, when nobody reads the output any more, or when the consumer is woken up. For one thread.
 */
final class Watch {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int COMPLAINTS_MAX = 10;

  private final Consumer<?, byte[]> consumer;
  private final SingleObject<? extends SpecificRecord> codec;
  private final PrintStream out;
  private final PrintStream err;
  private final long linesMax;
  private long lines;
  private long undecodable;

  /**
   * @param consumer has its partitions assigned and its positions set; stays the caller's
   * @param out data; a closed pipe is seen by its error state
   * @param err what could not be printed
   * @param linesMax how many records to print at most
   */
  Watch(
      Consumer<?, byte[]> consumer,
      SingleObject<? extends SpecificRecord> codec,
      PrintStream out,
      PrintStream err,
      long linesMax) {
    this.consumer = consumer;
    this.codec = codec;
    this.out = out;
    this.err = err;
    this.linesMax = linesMax;
  }

  /** Prints until there is a reason to end, and says then how many records were left out. */
  void run() {
    try {
      boolean more = linesMax > 0;
      while (more) {
        more = printAll(consumer.poll(POLL));
      }
    } catch (WakeupException e) {
      // Ctrl-C
    }
    if (undecodable > 0) {
      err.println("earshot: " + undecodable + " record(s) could not be decoded and were left out");
    }
  }

  private boolean printAll(Iterable<? extends ConsumerRecord<?, byte[]>> records) {
    for (ConsumerRecord<?, byte[]> record : records) {
      if (record.value() != null) { // a tombstone of a compacted topic says nothing
        print(record);
      }
      if (lines == linesMax || out.checkError()) {
        return false;
      }
    }
    return !out.checkError();
  }

  private void print(ConsumerRecord<?, byte[]> record) {
    try {
      out.println(JsonLine.of(codec.decode(record.value())));
      out.flush();
      lines++;
    } catch (UndecodableException e) {
      undecodable++;
      complain(record, e);
    }
  }

  private void complain(ConsumerRecord<?, byte[]> record, UndecodableException e) {
    if (undecodable <= COMPLAINTS_MAX) {
      err.printf(
          "earshot: left out %s-%d at offset %d: %s%n",
          record.topic(), record.partition(), record.offset(), e.getMessage());
    }
    if (undecodable == COMPLAINTS_MAX) {
      err.println("earshot: further ones are counted only");
    }
  }
}
