package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.AnomalyEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.ANOMALIES, 3);
  private static final SingleObject<AnomalyEvent> CODEC = SingleObject.of(AnomalyEvent.class);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long offset;

  @BeforeEach
  void assign() {
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  @Test
  void everyRecordIsALine() {
    consumer.schedulePollTask(() -> add(event("a"), event("b")));
    consumer.schedulePollTask(() -> add(event("c")));
    consumer.schedulePollTask(consumer::wakeup);
    watch(Long.MAX_VALUE, printTo(out));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line("a") + line("b") + line("c"));
    assertThat(err.size()).isZero();
  }

  @Test
  void aLineIsOutBeforeTheNextRecordIsWaitedFor() {
    consumer.schedulePollTask(() -> add(event("a")));
    consumer.schedulePollTask(
        () -> {
          assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line("a"));
          consumer.wakeup();
        });
    watch(Long.MAX_VALUE, printTo(out));
    assertThat(consumer.closed()).isFalse();
  }

  @Test
  void itEndsAfterSoManyLines() {
    consumer.schedulePollTask(() -> add(event("a"), event("b"), event("c")));
    watch(2, printTo(out));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line("a") + line("b"));
  }

  @Test
  void itEndsWhenNobodyReadsAnyMore() {
    consumer.schedulePollTask(() -> add(event("a"), event("b")));
    OutputStream closedPipe =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    watch(Long.MAX_VALUE, printTo(closedPipe)); // or it would poll for ever
    assertThat(err.size()).isZero();
  }

  @Test
  void whatCannotBeDecodedIsCountedAndTold() {
    consumer.schedulePollTask(() -> add(new byte[] {1, 2, 3}, event("a"), new byte[0]));
    consumer.schedulePollTask(consumer::wakeup);
    watch(Long.MAX_VALUE, printTo(out));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line("a"));
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("earshot: left out earshot.anomalies-3 at offset 0: ")
                    .contains("NOT_SINGLE_OBJECT"),
            second -> assertThat(second).contains("offset 2").contains("TRUNCATED"),
            last ->
                assertThat(last)
                    .isEqualTo("earshot: 2 record(s) could not be decoded and were left out"));
  }

  @Test
  void aFloodOfSuchIsCountedOnly() {
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            add(new byte[] {1});
          }
        });
    consumer.schedulePollTask(consumer::wakeup);
    watch(Long.MAX_VALUE, printTo(out));
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(12)
        .last()
        .asString()
        .startsWith("earshot: 1000 record(s)");
  }

  @Test
  void aTombstoneIsNoLine() {
    consumer.schedulePollTask(() -> add(null, event("a")));
    consumer.schedulePollTask(consumer::wakeup);
    watch(Long.MAX_VALUE, printTo(out));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line("a"));
  }

  private void watch(long linesMax, PrintStream to) {
    new Watch(consumer, CODEC, to, printTo(err), linesMax).run();
  }

  private static PrintStream printTo(OutputStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
  }

  private void add(byte[]... values) {
    for (byte[] value : values) {
      consumer.addRecord(
          new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset++, null, value));
    }
  }

  private static AnomalyEvent anomaly(String id) {
    AnomalyEvent event = JsonLineTest.opened();
    event.setAnomalyId(id);
    return event;
  }

  private static byte[] event(String id) {
    return CODEC.encode(anomaly(id));
  }

  private static String line(String id) {
    return JsonLine.of(anomaly(id)) + System.lineSeparator();
  }
}
