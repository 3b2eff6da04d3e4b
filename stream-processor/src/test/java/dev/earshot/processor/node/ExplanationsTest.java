package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.Outcome;
import dev.earshot.acoustics.detect.Stretch;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.partition.MappedStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.Profiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
  private static final byte[] NOTHING = {};

  private static Decision decision(int number) {
    var needed = new Stretch.Needed(0.6f, 0.4f, 0.95f, 0.5);
    var stretch =
        new Stretch(
            AlarmState.PENDING, number, number + 1, 0.7f, 0.65f, needed, Outcome.NODE_SILENT);
    return new Decision(3, 10L * number, 10L * number + 10, stretch);
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
            Profiles.NONE)) {
      TestNode node =
          new TestNode(
              "node-1",
              (key, value, timestampMs) ->
                  life.hear(
                      new Arrival(key, value, timestampMs, Optional.empty()),
                      new RecordedOutput()));
      node.quiet(2).loud(3).quiet(5);
    }

    List<Decision> all =
        Explanations.all(states.get("node-1"), decisions.get("node-1"), TestNode.RATE_HZ);

    assertThat(all)
        .extracting(one -> one.stretch().outcome())
        .endsWith(Outcome.SCORE_FELL, Outcome.GOES_ON);
    assertThat(all).filteredOn(one -> one.stretch().outcome().opened()).hasSize(1);
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).fromMicros()).isEqualTo(all.get(i - 1).toMicros());
    }
  }
}
