package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.model.ReferenceInterpreter.Kernels;
import dev.earshot.acoustics.testing.GoldenNetworks;
import dev.earshot.acoustics.testing.Seeded;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceInterpreterTest {
  private static final int NETWORKS = 60;
  private static final int WINDOWS = 20;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesBitForBitWithTensorFlowLiteOnAnyNetwork(long seed) throws Exception {
    SplittableRandom random = Seeded.random(seed);
    int distinct = 0;
    for (int n = 0; n < NETWORKS; n++) {
      ModelFile file = ModelFile.parse(GoldenNetworks.random(random));
      distinct += requireAgreement(file, random);
    }
    // without a logistic function at their end, many go beyond 0 and 1
    assertThat(distinct).as("different scores").isGreaterThan(3 * NETWORKS / 2);
  }

  @Test
  void agreesBitForBitWithTensorFlowLiteOnTheShippedModel() {
    assertThat(requireAgreement(ShippedModel.load(), Seeded.random(7))).isGreaterThan(1);
  }

  /** How many different scores there were. */
  private static int requireAgreement(ModelFile file, SplittableRandom random) {
    Set<Float> scores = new HashSet<>();
    try (Scorer lite = new TfliteScorer(file);
        Scorer reference = new ReferenceInterpreter(file, Kernels.TFLITE)) {
      for (int i = 0; i < WINDOWS; i++) {
        float[] window = GoldenNetworks.window(file, random);
        float score = reference.score(window);
        assertThat(lite.score(window)).isEqualTo(score);
        scores.add(score);
      }
    }
    return scores.size();
  }

  /**
   * What tflite-micro, a build of TensorFlow Lite Micro with its reference kernels for Python, gave
   * for the same networks and windows.
   */
  @Test
  void agreesBitForBitWithTensorFlowLiteMicro() throws Exception {
    int compared = 0;
    for (GoldenNetworks.Case golden : GoldenNetworks.all()) {
      ModelFile file = ModelFile.parse(golden.model());
      ReferenceInterpreter reference = new ReferenceInterpreter(file, Kernels.MICRO);
      for (int i = 0; i < golden.inputs().size(); i++) {
        assertThat(reference.run(golden.inputs().get(i)))
            .as("%s, input %d", golden.name(), i)
            .containsExactly(golden.microOutputs()[i]);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  /** The two round otherwise, but no score of the logistic function is more than a step apart. */
  @Test
  void aMicrocontrollersLogisticFunctionIsWithinAStepOfTensorFlowLites() {
    for (double scale = 1 / 256.0; scale < 1; scale *= 1.3) {
      for (int zeroPoint = -128; zeroPoint < 128; zeroPoint += 51) {
        Quantisation logit = new Quantisation((float) scale, zeroPoint);
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
          int lite = Kernels.TFLITE.logistic((byte) value, logit);
          int micro = Kernels.MICRO.logistic((byte) value, logit);
          assertThat(micro).as("logistic of %d at %s", value, logit).isBetween(lite - 1, lite + 1);
        }
      }
    }
  }

  @Test
  void anInputOfAnotherSizeIsABug() {
    ReferenceInterpreter reference = new ReferenceInterpreter(ShippedModel.load(), Kernels.MICRO);

    assertThatThrownBy(() -> reference.run(new byte[415]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an input of 415 values for a model of 416");
  }
}
