package dev.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.trainer.network.Dense;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.FloatNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.lite.schema.Model;

class TfliteWriterTest {
  private static final int INPUTS = 416;
  private static final double STEP = 1 / 256.0;

  private final FloatNetwork network =
      RandomNetworks.network(new SplittableRandom(21), INPUTS, 128, 64, 1);
  private final Examples calibration = RandomNetworks.windows(22, 1_000, INPUTS);

  /**
   * The kernels scale by fixed-point multipliers, so a sum that lies between two integers may be
   * rounded the other way: that moves the logit by one of its steps, and the score by a quarter of
   * that (the steepest the logistic function gets) and its own rounding. It is rare.
   */
  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void tensorFlowLiteComputesWhatTheIntegersMean(WeightScales scales) throws Exception {
    QuantisedNetwork quantised = quantised(scales);
    double oneLogitStep = quantised.layers().get(2).output().scale() / 4 + STEP;
    int same = 0;
    Examples windows = RandomNetworks.windows(23, 500, INPUTS);
    try (TfliteScorer scorer = new TfliteScorer(RandomNetworks.file(quantised))) {
      for (float[] window : windows.windows()) {
        double meant = IntegerArithmetic.score(quantised, window);
        double computed = scorer.score(window);
        assertThat(computed).isCloseTo(meant, within(oneLogitStep));
        same += computed == meant ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThan(windows.size() * 9 / 10);
  }

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void scoresAreTheFloatNetworksWithinTwoStepsOnAverage(WeightScales scales) throws Exception {
    double sum = 0;
    double largest = 0;
    Examples windows = RandomNetworks.windows(24, 500, INPUTS);
    try (TfliteScorer scorer = new TfliteScorer(RandomNetworks.file(quantised(scales)))) {
      for (float[] window : windows.windows()) {
        double difference = Math.abs(scorer.score(window) - network.score(window));
        sum += difference;
        largest = Math.max(largest, difference);
      }
    }

    assertThat(sum / windows.size()).isLessThan(2 * STEP);
    assertThat(largest).isLessThan(10 * STEP);
  }

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void onlyFullyConnectedAndLogisticRemain(WeightScales scales) throws Exception {
    ModelFile file = RandomNetworks.file(quantised(scales));

    assertThat(file.operators())
        .containsExactly("FULLY_CONNECTED", "FULLY_CONNECTED", "FULLY_CONNECTED", "LOGISTIC");
    assertThat(file.parameters()).isEqualTo(61_697);
    assertThat(file.arenaBytes()).isLessThan(5_000);
    assertThat(file.metadata().name()).isEqualTo("random");
  }

  @Test
  void buffersLieWhereTheSchemaWantsThem() throws Exception {
    byte[] bytes = RandomNetworks.file(quantised(WeightScales.PER_CHANNEL)).bytes();
    Model model = Model.getRootAsModel(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));

    assertThat(model.buffers(0).dataLength()).isZero();
    for (int i = 1; i < model.buffersLength(); i++) {
      assertThat(model.buffers(i).dataAsByteBuffer().position() % 16).isZero();
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws Exception {
    assertThat(RandomNetworks.file(quantised(WeightScales.PER_TENSOR)).bytes())
        .isEqualTo(RandomNetworks.file(quantised(WeightScales.PER_TENSOR)).bytes());
  }

  @Test
  void anOutputWithoutWeightsIsItsBias() {
    Dense silent = new Dense(new float[INPUTS], new float[] {0.5f}, false);
    QuantisedNetwork quantised =
        QuantisedNetwork.of(
            new FloatNetwork(List.of(silent)),
            new Calibration(Quantisation.covering(-3, 3), List.of(Quantisation.covering(-1, 1))),
            WeightScales.PER_CHANNEL);

    assertThat(IntegerArithmetic.score(quantised, new float[INPUTS]))
        .isCloseTo(1 / (1 + Math.exp(-0.5)), within(2 * STEP));
  }

  private QuantisedNetwork quantised(WeightScales scales) {
    return QuantisedNetwork.of(network, Calibration.of(network, calibration, 100), scales);
  }
}
