package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final IntPredicate NONE = i -> false;

  @Test
  void theWeightsNearestToZeroAreTakenOut() {
    float[] weights = {0.5f, -0.1f, 0, -3, 0.2f};

    assertThat(Pruning.mask(weights, 0.6, NONE)).containsExactly(1, 0, 0, 1, 0);
    assertThat(Pruning.mask(weights, 0.6, i -> i == 1)).containsExactly(0, 1, 0, 1, 0);
    assertThat(Pruning.mask(weights, 0.5, NONE)).containsExactly(1, 0, 0, 1, 0);
    assertThat(Pruning.mask(weights, 0, NONE)).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void theShareRisesFastFirstAndStaysAtTheEnd() {
    assertThat(Pruning.share(0.8, 1)).isCloseTo(0.8 * 37 / 64, within(1e-9));
    assertThat(Pruning.share(0.8, Pruning.RISING_EPOCHS)).isEqualTo(0.8);
    assertThat(Pruning.share(0.8, Pruning.EPOCHS)).isEqualTo(0.8);
  }
}
