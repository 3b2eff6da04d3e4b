package dev.earshot.processor.topology;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Position;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For the record at which the processor fails: a bug, but the partition goes on. The record becomes
 * a dead letter within the same transaction. What Kafka itself throws (a store that cannot be
 * written, a fenced producer) is not the record's fault and stops the task, which starts again.
 *
 * <p>The processor at which it happens counts it. The log has the first few with their traces, so
 * that a bug met by every frame does not fill the disk.
 *
 * <p>Kafka Streams makes it by name: {@code processing.exception.handler}.
 */
public final class FailedRecordHandler implements ProcessingExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailedRecordHandler.class);

  /** Failures of one thread that are told in full. */
  private static final int TRACES_MAX = 5;

  private int failures;

  /** Whether a failure is the processor's at a record, not one of Kafka's that ends the task. */
  static boolean isOfTheRecord(RuntimeException failure) {
    return !(failure instanceof KafkaException);
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public Response handleError(ErrorHandlerContext at, Record<?, ?> record, Exception failure) {
    if (failure instanceof KafkaException) {
      return Response.fail();
    }
    tell(at, failure);
    return Response.resume(List.of(letter(at, failure)));
  }

  private void tell(ErrorHandlerContext at, Exception failure) {
    failures++;
    if (failures <= TRACES_MAX) {
      LOG.warn(
          "failed at {}-{} offset {}: it goes to {}",
          at.topic(),
          at.partition(),
          at.offset(),
          Topics.DEAD_LETTERS,
          failure);
    }
    if (failures == TRACES_MAX) {
      LOG.warn("any more failures are counted only, as dead letters {}", Reason.PROCESSING_FAILED);
    }
  }

  private static ProducerRecord<byte[], byte[]> letter(ErrorHandlerContext at, Exception failure) {
    DeadLetters.Letter letter =
        DeadLetters.of(
            at.sourceRawKey(),
            at.sourceRawValue(),
            at.headers(),
            Reason.PROCESSING_FAILED,
            String.valueOf(failure),
            new Position(at.topic(), at.partition(), at.offset(), at.timestamp()));
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS, null, at.timestamp(), letter.key(), letter.value(), letter.headers());
  }
}
