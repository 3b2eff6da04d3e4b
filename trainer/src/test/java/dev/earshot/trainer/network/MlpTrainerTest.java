package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.testing.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MlpTrainerTest {
  private static final Preset SHORT = Preset.PAPER.withEpochsMax(4);

  @Test
  void learnsWhatTellsWindowsApart() {
    TrainedMlp trained =
        new MlpTrainer(SHORT, 1).train(examples(600, 1), examples(200, 2), epoch -> {});

    Examples unseen = examples(300, 3);
    float[] scores = new float[unseen.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = trained.network().score(unseen.window(i));
    }
    assertThat(BinaryMetrics.of(new Judged(scores, unseen.anomalous()), 0.5).rocAuc())
        .isGreaterThan(0.95);
  }

  @Test
  void hasThePapersParameters() {
    TrainedMlp trained =
        new MlpTrainer(SHORT.withEpochsMax(1), 1)
            .train(examples(64, 1), examples(32, 2), epoch -> {});

    assertThat(trained.trainedParameters()).isEqualTo(61_825);
    assertThat(trained.network().parameters()).isEqualTo(61_697);
  }

  @Test
  void theSameSeedGivesTheSameNetwork() {
    float[] once = firstWeights(5);

    assertThat(firstWeights(5)).isEqualTo(once);
    assertThat(firstWeights(6)).isNotEqualTo(once);
  }

  @Test
  void everyEpochIsTold() {
    List<Epoch> told = new ArrayList<>();

    TrainedMlp trained =
        new MlpTrainer(SHORT, 1).train(examples(200, 1), examples(100, 2), told::add);

    assertThat(told).isEqualTo(trained.history()).hasSizeLessThanOrEqualTo(4);
    assertThat(told.get(0).learningRate()).isEqualTo(1e-3f);
    double lowest = told.stream().mapToDouble(Epoch::validationLoss).min().orElseThrow();
    assertThat(told.get(trained.bestEpoch() - 1).validationLoss()).isEqualTo(lowest);
  }

  @Test
  void crossEntropyIsThatOfTheLogits() {
    double expected =
        -(Math.log(sigmoid(2)) + Math.log(1 - sigmoid(-1)) + Math.log(sigmoid(-40))) / 3;

    assertThat(MlpTrainer.crossEntropy(new float[] {2, -1, -40}, new boolean[] {true, false, true}))
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void foldingTheNormalisationChangesNothing() {
    SplittableRandom random = new SplittableRandom(3);
    int columns = 4;
    int coefficients = 3;
    FrameNormalisation normalisation =
        new FrameNormalisation(
            values(random, columns, 0.5, 2),
            values(random, columns, -1, 1),
            values(random, columns, -1, 1),
            values(random, columns, 0.1, 3),
            1e-3f);
    Dense dense =
        new Dense(
            values(random, 5 * columns * coefficients, -1, 1), values(random, 5, -1, 1), false);
    float[] window = values(random, columns * coefficients, -2, 2);

    float[] normalised = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      int column = i / coefficients;
      normalised[i] =
          (float)
              (normalisation.gamma()[column]
                      * (window[i] - normalisation.mean()[column])
                      / Math.sqrt(normalisation.variance()[column] + 1e-3)
                  + normalisation.beta()[column]);
    }

    assertThat(normalisation.foldedInto(dense).apply(window))
        .containsExactly(dense.apply(normalised), within(1e-5f));
  }

  private static float[] firstWeights(long seed) {
    return new MlpTrainer(SHORT.withEpochsMax(2), seed)
        .train(examples(200, 1), examples(50, 2), epoch -> {})
        .network()
        .layers()
        .get(0)
        .weights();
  }

  /** Anomalous windows have one coefficient raised in their second half. */
  private static Examples examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] windows = new float[count][];
    boolean[] anomalous = new boolean[count];
    for (int i = 0; i < count; i++) {
      anomalous[i] = i % 2 == 0;
      windows[i] = values(random, SHORT.inputs(), -1.7, 1.7);
      for (int column = 16; anomalous[i] && column < 32; column++) {
        windows[i][column * 13 + 2] += 1.5f;
      }
    }
    return Windows.of(windows, anomalous, 13);
  }

  private static float[] values(SplittableRandom random, int count, double low, double high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
