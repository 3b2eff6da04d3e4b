package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The oracle and the hostile city by themselves: what the one hears of the other. */
class OracleTest {
  private static final long SEED = 20260601;
  private static final int NODES = 5;
  private static final int MESSAGES = 6_000;

  private final PartitionSettings settings =
      PartitionSettings.of(NodeModel.of(ShippedModel.load()));

  @Test
  void theSameSeedGivesTheSameCity() {
    List<Long> digests = digests(SEED);

    assertThat(digests).doesNotHaveDuplicates().hasSizeGreaterThan(MESSAGES / 2);
    assertThat(digests(SEED)).isEqualTo(digests);
    assertThat(digests(SEED + 1)).doesNotContainAnyElementsOf(digests);
  }

  /** Of every message that is not a repeat. */
  private static List<Long> digests(long seed) {
    return messages(seed).stream().map(Sent::digest).distinct().toList();
  }

  @Test
  void theCityDoesEverythingThatTheProcessorHasARuleFor() {
    Outcomes expected = consult(messages(SEED));

    assertThat(statuses(expected))
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(NodeStatusKind.UNKNOWN, NodeStatusKind.FORGOTTEN)));
    assertThat(deadLetters(expected))
        .contains(
            Reason.NO_VALUE,
            Reason.NOT_SINGLE_OBJECT,
            Reason.TRUNCATED,
            Reason.WRONG_KEY,
            Reason.WRONG_SAMPLE_RATE,
            Reason.WRONG_POSITION,
            Reason.WRONG_TIME,
            Reason.LATE,
            Reason.ENDED_SESSION)
        .doesNotContain(Reason.PROCESSING_FAILED);
    assertThat(anomalies(expected)).contains(AnomalyPhase.OPENED, AnomalyPhase.CLOSED);
    assertThat(expected.states()).hasSize(NODES + 1).containsKey(PartitionLife.ITSELF);
    assertThat(expected.decisions()).hasSize(NODES);
  }

  @Test
  void aFrameMoreOrLessChangesWhatIsExpected() {
    List<Message> all = messages(SEED).subList(0, 500);
    List<Message> oneLess = new ArrayList<>(all);
    oneLess.remove(250);

    Comparison scores =
        Comparison.of(
            consult(oneLess).of(Topics.WINDOW_SCORES), consult(all).of(Topics.WINDOW_SCORES));

    assertThat(scores.isClean()).isFalse();
    assertThat(consult(all).of(Topics.WINDOW_SCORES))
        .isEqualTo(consult(all).of(Topics.WINDOW_SCORES));
  }

  private static List<Message> messages(long seed) {
    HostileCity city = new HostileCity(seed, NODES);
    return Stream.generate(city::next).limit(MESSAGES).toList();
  }

  private Outcomes consult(List<Message> messages) {
    try (Oracle oracle = new Oracle(settings, List.of())) {
      for (int offset = 0; offset < messages.size(); offset++) {
        oracle.hear(record(offset, messages.get(offset)));
      }
      return oracle.expected().get(0);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, Message message) {
    return new ConsumerRecord<>(
        Topics.PCM_FRAMES,
        0,
        offset,
        message.timestampMs(),
        TimestampType.CREATE_TIME,
        message.key().length,
        message.value().map(value -> value.length).orElse(ConsumerRecord.NULL_SIZE),
        message.key(),
        message.value().orElse(null),
        new RecordHeaders(),
        Optional.empty());
  }

  private static Set<NodeStatusKind> statuses(Outcomes outcomes) {
    return values(outcomes, Topics.NODE_STATUS, NodeStatus.class)
        .map(NodeStatus::getKind)
        .collect(Collectors.toSet());
  }

  private static Set<AnomalyPhase> anomalies(Outcomes outcomes) {
    return values(outcomes, Topics.ANOMALIES, AnomalyEvent.class)
        .map(AnomalyEvent::getPhase)
        .collect(Collectors.toSet());
  }

  private static <T extends SpecificRecord> Stream<T> values(
      Outcomes outcomes, String topic, Class<T> type) {
    SingleObject<T> codec = SingleObject.of(type);
    return outcomes.of(topic).stream().map(outcome -> decode(codec, outcome));
  }

  private static <T extends SpecificRecord> T decode(SingleObject<T> codec, Outcome outcome) {
    try {
      return codec.decode(outcome.value().orElseThrow().array());
    } catch (UndecodableException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<Reason> deadLetters(Outcomes outcomes) {
    return outcomes.of(Topics.DEAD_LETTERS).stream()
        .flatMap(outcome -> outcome.tags().stream())
        .filter(tag -> tag.name().equals(DeadLetters.REASON))
        .map(tag -> Reason.valueOf(OutcomeText.text(tag.value())))
        .collect(Collectors.toSet());
  }
}
