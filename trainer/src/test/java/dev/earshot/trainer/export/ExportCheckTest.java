package dev.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.trainer.network.Dense;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.FloatNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportCheckTest {
  private static final int INPUTS = 4 * 13;
  private static final int NETWORKS = 5;

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void tensorFlowLiteAndPyTorchComputeTheSameFromTheSameIntegers(WeightScales scales)
      throws Exception {
    for (int seed = 1; seed <= NETWORKS; seed++) {
      FloatNetwork network = network(seed);
      QuantisedNetwork quantised = quantised(network, seed, scales);

      ExportCheck check = check(RandomNetworks.file(quantised), quantised, network, seed);

      assertThat(check.exporting().withinOneStep()).as("seed " + seed).isGreaterThan(0.999);
      assertThat(check.rounding().mean()).as("seed " + seed).isBetween(1e-6, 0.02);
    }
  }

  /** The shape that calibrated scores have: a slope within the last layer. */
  @Test
  void aScaledLogitIsExportedAsWell() throws Exception {
    FloatNetwork network = network(7).withScaledLogit(0.3);
    QuantisedNetwork quantised = quantised(network, 7, WeightScales.PER_TENSOR);

    ExportCheck check = check(RandomNetworks.file(quantised), quantised, network, 7);

    assertThat(check.exporting().withinOneStep()).isGreaterThan(0.999);
    assertThat(check.rounding().mean()).isLessThan(0.01);
  }

  @Test
  void aFileOfAnotherNetworkIsFoundOut() throws Exception {
    FloatNetwork network = network(1);
    QuantisedNetwork quantised = quantised(network, 1, WeightScales.PER_TENSOR);
    FloatNetwork other = network.withScaledLogit(1.05);
    ModelFile file = RandomNetworks.file(quantised(other, 1, WeightScales.PER_TENSOR));

    assertThat(check(file, quantised, network, 1).exporting().withinOneStep()).isLessThan(0.9);
  }

  @Test
  void prunedWeightsStayZeroAndMakeTheFileSmallerOnceCompressed() throws Exception {
    FloatNetwork network = network(1);
    FloatNetwork pruned = withoutEverySecondWeight(network);
    for (WeightScales scales : WeightScales.values()) {
      QuantisedNetwork quantised = quantised(pruned, 1, scales);

      for (int layer = 0; layer < quantised.layers().size(); layer++) {
        byte[] weights = quantised.layers().get(layer).weights();
        for (int i = 0; i < weights.length; i += 2) {
          assertThat(weights[i]).isZero();
        }
      }
      ModelFile file = RandomNetworks.file(quantised);
      ModelFile whole = RandomNetworks.file(quantised(network, 1, scales));
      assertThat(file.fileBytes()).isEqualTo(whole.fileBytes());
      assertThat(file.compressedBytes()).isLessThan(whole.compressedBytes());
    }
  }

  private static ExportCheck check(
      ModelFile file, QuantisedNetwork quantised, FloatNetwork network, int seed) {
    Examples examples = RandomNetworks.windows(100 + seed, 2_000, INPUTS);
    float[][] windows = new float[examples.size()][];
    Arrays.setAll(windows, examples::window);
    return ExportCheck.of(file, quantised, network, windows);
  }

  private static FloatNetwork network(int seed) {
    return RandomNetworks.network(new SplittableRandom(seed), INPUTS, 24, 12, 1);
  }

  private static QuantisedNetwork quantised(FloatNetwork network, int seed, WeightScales scales) {
    Examples examples = RandomNetworks.windows(200 + seed, 1_000, INPUTS);
    return QuantisedNetwork.of(network, Calibration.of(network, examples, 99.99), scales);
  }

  private static FloatNetwork withoutEverySecondWeight(FloatNetwork network) {
    List<Dense> layers = new ArrayList<>();
    for (Dense layer : network.layers()) {
      float[] weights = layer.weights().clone();
      for (int i = 0; i < weights.length; i += 2) {
        weights[i] = 0;
      }
      layers.add(new Dense(weights, layer.bias(), layer.relu()));
    }
    return new FloatNetwork(layers);
  }
}
