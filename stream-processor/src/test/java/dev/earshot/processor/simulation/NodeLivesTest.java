package dev.earshot.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.simulation.Simulation.Processors;
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
            Lives.firstFailure(
                first, lives, Processors.REAL, "NodeLivesTest#everyLifeIsAsTheRulesSay"))
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
    System.out.println(census);
  }
}
