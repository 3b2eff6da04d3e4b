package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatNetworkTest {
  private static final FloatNetwork NETWORK =
      new FloatNetwork(
          List.of(
              new Dense(new float[] {1, 2, -1, 0.5f}, new float[] {0.1f, -0.2f}, true),
              new Dense(new float[] {3, -2}, new float[] {0.7f}, false)));

  @Test
  void aSlopeGoesIntoTheLastLayer() {
    float[] window = {0.4f, 1.3f};

    FloatNetwork scaled = NETWORK.withScaledLogit(0.25);

    assertThat(scaled.logit(window)).isCloseTo(0.25f * NETWORK.logit(window), within(1e-6f));
    assertThat(scaled.parameters()).isEqualTo(NETWORK.parameters());
    assertThat(scaled.layers().get(0)).isEqualTo(NETWORK.layers().get(0));
  }

  @Test
  void aSlopeThatWouldTurnScoresAroundIsRefused() {
    assertThatThrownBy(() -> NETWORK.withScaledLogit(-1)).hasMessageContaining("-1");
  }
}
