package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TorturePlanTest {
  @Test
  void anHourHasAFrameForEverySecondAndRate() {
    assertThat(plan(60, 60, 50).messages()).isEqualTo(180_000);
  }

  @Test
  void whatMakesNoSenseIsNamedByItsOption() {
    assertThatThrownBy(() -> plan(0, 60, 50))
        .isInstanceOf(Failure.class)
        .hasMessage("--minutes must be 0.1 to 10080: 0");
    assertThatThrownBy(() -> plan(Double.NaN, 60, 50)).hasMessageContaining("--minutes");
    assertThatThrownBy(() -> plan(2, 0, 50)).hasMessageContaining("--nodes");
    assertThatThrownBy(() -> plan(2, 60, 0.5)).hasMessageContaining("--rate");
  }

  private static TorturePlan plan(double minutes, int nodes, double framesPerSecond) {
    return new TorturePlan(
        minutes,
        1,
        nodes,
        framesPerSecond,
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        Optional.empty(),
        false);
  }
}
