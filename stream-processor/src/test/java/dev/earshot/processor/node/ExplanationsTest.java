package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.Outcome;
import dev.earshot.acoustics.detect.Stretch;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.partition.MappedStates;
import dev.earshot.processor.partition.NodeStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.Profiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
  private static final byte[] NOTHING = {};

  private final RecordedOutput output = new RecordedOutput();

  private static Decision decision(int number) {
    var needed = new Stretch.Needed(0.6f, 0.4f, 0.95f, 0.5);
    var stretch =
        new Stretch(
            AlarmState.PENDING, number, number + 1, 0.7f, 0.65f, needed, Outcome.NODE_SILENT);
    OptionalLong alarm = number % 2 == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    return new Decision(3, 10L * number, 10L * number + 10, stretch, alarm);
  }

  @Test
  void theLastDecisionsOfANodeAreKept() {
    List<Decision> all =
        Stream.iterate(0, i -> i + 1).limit(100).map(ExplanationsTest::decision).toList();
    byte[] kept = NOTHING;
    for (Decision one : all) {
      kept = KeptDecisions.add(kept, List.of(one));
    }
    assertThat(KeptDecisions.read(kept)).isEqualTo(all.subList(100 - KeptDecisions.KEPT, 100));
  }

  @Test
  void whatIsKeptInAnotherFormIsNone() {
    byte[] kept = KeptDecisions.add(NOTHING, List.of(decision(1)));
    kept[0] = 99;
    assertThat(KeptDecisions.read(kept)).isEmpty();
    assertThat(KeptDecisions.read(new byte[] {1, -1})).isEmpty();
  }

  @Test
  void whatVersionsBeforeKeptIsReadAndNamesNoAnomaly() {
    byte[] kept = KeptDecisions.add(NOTHING, List.of(decision(1)));
    byte[] before = Arrays.copyOf(kept, kept.length - Long.BYTES);
    before[0] = 1;
    Decision read = KeptDecisions.read(before).get(0);
    assertThat(read.stretch()).isEqualTo(decision(1).stretch());
    assertThat(read.anomalyId("node-1")).isEmpty();
  }

  @Test
  void aMomentIsExplainedByWhatOverlapsIt() {
    byte[] kept = KeptDecisions.add(NOTHING, List.of(decision(1), decision(2), decision(3)));
    Explanations moment = Explanations.of(NOTHING, kept, 16_000, 20, 20);
    assertThat(moment.decisions()).containsExactly(decision(2));
    assertThat(moment.knownFromMicros()).hasValue(10);
  }

  @Test
  void aNodesAlarmIsExplainedFromItsStoresAndSoIsWhatIsGoingOn() {
    Map<String, byte[]> states = new HashMap<>();
    Map<String, byte[]> decisions = new HashMap<>();
    try (var life =
        new PartitionLife(
            PartitionSettings.of(new TestModel().model()),
            new MappedStates(states),
            new MappedStates(decisions),
            NodeStates.NONE,
            Profiles.NONE)) {
      TestNode node =
          new TestNode(
              "node-1",
              (key, value, timestampMs) -> life.hear(new Arrival(key, value, timestampMs), output));
      node.quiet(2).loud(3).quiet(5);
    }

    List<Decision> all =
        Explanations.all(states.get("node-1"), decisions.get("node-1"), TestNode.RATE_HZ);

    assertThat(all)
        .extracting(one -> one.stretch().outcome())
        .endsWith(Outcome.SCORE_FELL, Outcome.GOES_ON);
    assertThat(all).filteredOn(one -> one.stretch().outcome().opened()).hasSize(1);
    String anomalyId = output.anomalies.get(0).getAnomalyId();
    assertThat(all)
        .filteredOn(
            one -> one.stretch().outcome().opened() || one.stretch().phase() == AlarmState.OPEN)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.anomalyId("node-1")).contains(anomalyId));
    assertThat(all).filteredOn(one -> one.anomalyId("node-1").isPresent()).hasSize(2);
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).fromMicros()).isEqualTo(all.get(i - 1).toMicros());
    }
  }

  @Test
  void whatIsGoingOnNamesTheOpenAnomalyAndEndsWithItsModel() {
    Map<String, byte[]> states = new HashMap<>();
    Map<String, byte[]> decisions = new HashMap<>();
    TestModel models = new TestModel();
    long fromMs = TestNode.START.plusSeconds(4).toEpochMilli();
    ModelSchedule schedule =
        ModelSchedule.of(models.named("model-a"))
            .with(new ModelSchedule.Entry(fromMs, models.named("model-b")));
    try (var life =
        new PartitionLife(
            PartitionSettings.of(models.model()).withModels(() -> schedule),
            new MappedStates(states),
            new MappedStates(decisions),
            NodeStates.NONE,
            Profiles.NONE)) {
      TestNode node =
          new TestNode(
              "node-1",
              (key, value, timestampMs) -> life.hear(new Arrival(key, value, timestampMs), output));
      node.quiet(1).loud(2.8);
      Decision goingOn = lastOf(states, decisions);
      assertThat(goingOn.stretch().outcome()).isEqualTo(Outcome.GOES_ON);
      assertThat(goingOn.anomalyId("node-1")).contains(output.anomalies.get(0).getAnomalyId());

      node.loud(0.2);

      List<Decision> kept = KeptDecisions.read(decisions.get("node-1"));
      Decision ended = kept.get(kept.size() - 1);
      assertThat(ended).isEqualTo(goingOn.endedBy(Outcome.MODEL_CHANGED));
      assertThat(ended.stretch().inWords(TestNode.RATE_HZ)).endsWith("another model took over");
    }
  }

  private static Decision lastOf(Map<String, byte[]> states, Map<String, byte[]> decisions) {
    List<Decision> all =
        Explanations.all(states.get("node-1"), decisions.get("node-1"), TestNode.RATE_HZ);
    return all.get(all.size() - 1);
  }
}
