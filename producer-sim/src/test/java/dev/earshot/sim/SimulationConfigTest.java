package dev.earshot.sim;

import static dev.earshot.sim.Cities.NOON;
import static dev.earshot.sim.Cities.atSpeed;
import static dev.earshot.sim.Cities.endless;
import static dev.earshot.sim.Cities.lasting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationConfigTest {
  @Test
  void nodesAreNumberedFromOneWithAsManyDigitsAsTheLastOneNeeds() {
    assertThat(endless(5, 1).nodeId(0)).isEqualTo("node-01");
    assertThat(endless(99, 1).nodeId(98)).isEqualTo("node-99");
    assertThat(endless(100, 1).nodeId(0)).isEqualTo("node-001");
    assertThat(endless(100, 1).nodeId(99)).isEqualTo("node-100");
  }

  @Test
  void timeIsCountedInSamples() {
    SimulationConfig config = endless(1, 1);
    assertThat(config.session()).isEqualTo(1_772_366_400_123_456L);
    assertThat(config.micros(0)).isEqualTo(config.session());
    assertThat(config.micros(1)).isEqualTo(config.session() + 62); // 62.5, cut
    assertThat(config.micros(16_000L * 86_400)).isEqualTo(config.session() + 86_400_000_000L);
    assertThat(lasting(config, Duration.ofMillis(1_234)).samplesANode()).hasValue(19_744);
    assertThat(config.samplesANode()).isEmpty();
  }

  @Test
  void aRunFasterThanLifeBeganSomeTimeAgoAndEndsNow() {
    Optional<Duration> minute = Optional.of(Duration.ofSeconds(60));
    assertThat(SimulationConfig.startFor(NOON, minute, 4)).isEqualTo(NOON.minusSeconds(45));
    assertThat(SimulationConfig.startFor(NOON, minute, 1)).isEqualTo(NOON);
    assertThat(SimulationConfig.startFor(NOON, minute, 0.5)).isEqualTo(NOON);
    assertThat(SimulationConfig.startFor(NOON, Optional.empty(), 4)).isEqualTo(NOON);
    assertThat(SimulationConfig.startFor(NOON, Optional.of(Duration.ofDays(2)), 1_000))
        .isEqualTo(NOON.minus(Duration.ofHours(3)));
  }

  @Test
  void whatMakesNoSenseIsToldByTheNameOfItsOption() {
    SimulationConfig good = endless(1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endless(0, 1))
        .withMessage("--nodes must be 1 to 100000: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> atSpeed(good, 0))
        .withMessageStartingWith("--speed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> atSpeed(good, Double.NaN))
        .withMessageStartingWith("--speed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lasting(good, Duration.ofMillis(100)))
        .withMessage("--duration must be one message (200 ms) to a year: 0.1 s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cities.withSnr(good, 61))
        .withMessageStartingWith("--snr");
  }
}
