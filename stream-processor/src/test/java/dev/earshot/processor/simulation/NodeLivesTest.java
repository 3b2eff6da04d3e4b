package dev.earshot.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatusKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The life of a partition, as often as wanted: {@code -Dearshot.lives=1000000 -Dearshot.seed=1}
 * lives a million from seed 1 on, {@code -Dearshot.seed=N} alone that of seed N.
 */
class NodeLivesTest {
  private static final long LIVES_IN_CI = 5_000;

  @Test
  void everyLifeIsAsTheRulesSay() {
    Long seed = Long.getLong("earshot.seed");
    long lives = Long.getLong("earshot.lives", seed == null ? LIVES_IN_CI : 1);
    long first = seed == null ? 1 : seed;
    assertThat(
            new Lives(Processors::real)
                .firstFailure(first, lives, "NodeLivesTest#everyLifeIsAsTheRulesSay"))
        .isEmpty();
  }

  @Test
  void livesMeetEveryRule() {
    Census census = new Census();
    LongStream.rangeClosed(1, 2_000)
        .parallel()
        .mapToObj(HostileCity::life)
        .forEach(
            life -> {
              List<Expected> expected = PlainPartition.tell(life);
              for (int step = 0; step < expected.size(); step++) {
                census.add(life.steps().get(step), expected.get(step));
              }
            });
    assertThat(everyRule().stream().filter(rule -> census.of(rule) < 5))
        .as("rules hardly met by: %s", census)
        .isEmpty();
  }

  /** All that may come of a record of a frame or a profile, but what only newer readers know. */
  private static List<Object> everyRule() {
    List<Object> rules = new ArrayList<>();
    rules.addAll(List.of(PlainNode.Place.values()));
    rules.addAll(EnumSet.complementOf(EnumSet.of(NodeStatusKind.UNKNOWN)));
    rules.addAll(EnumSet.complementOf(EnumSet.of(AlarmState.UNKNOWN)));
    rules.addAll(EnumSet.complementOf(EnumSet.of(AnomalyPhase.UNKNOWN)));
    rules.addAll(EnumSet.complementOf(EnumSet.of(EndReason.UNKNOWN)));
    rules.addAll(List.of(Reason.values()));
    rules.addAll(List.of("offset", "drift", "dead letter after some left out"));
    return rules;
  }
}
