package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailoverPlanTest {
  @Test
  void whatMakesNoSenseIsNamedByItsOption() {
    assertThatThrownBy(() -> plan(-1, 1, 60))
        .isInstanceOf(Failure.class)
        .hasMessage("--kills must be 0 to 1000: -1");
    assertThatThrownBy(() -> plan(1, 1_001, 60)).hasMessageContaining("--restarts");
    assertThatThrownBy(() -> plan(1, 1, 0)).hasMessageContaining("--nodes");
    assertThatThrownBy(() -> plan(0, 0, 60)).hasMessageContaining("nothing to measure");
  }

  private static FailoverPlan plan(int kills, int restarts, int nodes) {
    return new FailoverPlan(kills, restarts, nodes, List.of(), Optional.empty());
  }
}
