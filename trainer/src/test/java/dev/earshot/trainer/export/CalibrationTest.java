package dev.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.trainer.network.Dense;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.FloatNetwork;
import dev.earshot.trainer.testing.Windows;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void aCalibrationLeavesTheRarestValuesOut() {
    float[][] windows = new float[1000][];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = new float[] {i == 500 ? 1000 : i % 2 == 0 ? 1 : -1};
    }
    Examples examples = Windows.normal(windows);
    FloatNetwork network =
        new FloatNetwork(List.of(new Dense(new float[] {1}, new float[] {0}, false)));

    assertThat(Calibration.of(network, examples, 99).input().scale())
        .isCloseTo(2 / 255f, within(1e-6f));
    assertThat(Calibration.of(network, examples, 100).input().scale())
        .isCloseTo(1001 / 255f, within(1e-4f));
  }

  @Test
  void logitsThatTheOutputCannotTellApartCostNoSteps() {
    Examples examples = Windows.normal(new float[][] {{-50}, {50}});
    FloatNetwork network =
        new FloatNetwork(List.of(new Dense(new float[] {1}, new float[] {0}, false)));

    Quantisation logit = Calibration.of(network, examples, 100).outputs().get(0);

    assertThat(logit.scale()).isCloseTo((float) (2 * Math.log(255) / 255), within(1e-6f));
  }
}
