package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.testing.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlpTrainerTest {
  private static final Preset SHORT = Preset.PAPER.withEpochsMax(4);

  @Test
  void learnsWhatTellsWindowsApart() {
    TrainedMlp trained =
        new MlpTrainer(SHORT, 1).train(examples(600, 1), examples(200, 2), epoch -> {});

    assertThat(rocAuc(trained.network(), examples(300, 3))).isGreaterThan(0.95);
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
    assertThat(told.get(trained.keptEpoch() - 1).validationLoss()).isEqualTo(lowest);
  }

  @Test
  void withoutEarlyStoppingAllEpochsAreTrainedAndTheLastWeightsKept() {
    Preset patient = Preset.PAPER.withEpochsMax(12).with(TrainingOption.CLASS_WEIGHTS);
    Examples training = examples(64, 1);
    Examples unrelated = guesses(64, 2);

    TrainedMlp early = new MlpTrainer(patient, 1).train(training, unrelated, epoch -> {});
    TrainedMlp all =
        new MlpTrainer(patient.without(TrainingOption.EARLY_STOPPING), 1)
            .train(training, unrelated, epoch -> {});

    assertThat(early.history()).hasSizeLessThan(12);
    assertThat(early.keptEpoch()).isEqualTo(early.history().size() - 5);
    assertThat(all.history()).hasSize(12);
    assertThat(all.keptEpoch()).isEqualTo(12);
  }

  @Test
  void theRateFallsAlongHalfACosine() {
    Preset cosine = SHORT.with(TrainingOption.COSINE).without(TrainingOption.EARLY_STOPPING);

    TrainedMlp trained =
        new MlpTrainer(cosine, 1).train(examples(320, 1), examples(50, 2), epoch -> {});

    List<Float> rates = trained.history().stream().map(Epoch::learningRate).toList();
    assertThat(rates).hasSize(4);
    for (int epoch = 0; epoch < 4; epoch++) {
      // of 10 steps an epoch, the rates are those of the first
      double along = Math.PI * (10 * epoch + 1) / 40;
      assertThat(rates.get(epoch)).isCloseTo((float) (5e-4 * (1 + Math.cos(along))), within(1e-8f));
    }
  }

  @Test
  void decayedWeightsAreSmaller() {
    Preset preset = SHORT.without(TrainingOption.EARLY_STOPPING);

    assertThat(sumOfSquares(weights(preset.with(TrainingOption.WEIGHT_DECAY))))
        .isLessThan(sumOfSquares(weights(preset)));
  }

  /** Folding is checked by every training: here are all layers' normalisations folded. */
  @Test
  void normalisedHiddenLayersLeaveTheNetworkAsLarge() {
    Preset preset = SHORT.with(TrainingOption.HIDDEN_NORMALISATION);

    TrainedMlp trained =
        new MlpTrainer(preset, 1).train(examples(600, 1), examples(200, 2), epoch -> {});

    assertThat(trained.trainedParameters()).isEqualTo(61_825 + 4 * (128 + 64));
    assertThat(trained.network().parameters()).isEqualTo(61_697);
    assertThat(rocAuc(trained.network(), examples(300, 3))).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEVEL_FREE", "HIDDEN_NORMALISATION", "EARLY_STOPPING"})
  void prunedWeightsAreZeroAndStayZero(TrainingOption option) {
    Preset preset = SHORT.with(option).withSparsity(0.75);
    TrainedMlp pruned =
        new MlpTrainer(preset, 1).train(examples(400, 1), examples(100, 2), epoch -> {});

    for (Dense layer : pruned.network().layers()) {
      long zeros =
          IntStream.range(0, layer.weights().length).filter(i -> layer.weights()[i] == 0).count();
      assertThat((double) zeros / layer.weights().length).isBetween(0.75, 0.77);
    }
    assertThat(pruned.history()).hasSizeLessThanOrEqualTo(preset.epochsMax());
    assertThat(pruned.keptEpoch()).isGreaterThan(pruned.history().size() - 5);
    assertThat(rocAuc(pruned.network(), examples(300, 3))).isGreaterThan(0.9);
  }

  @Test
  void withoutLevelsLoudAndSoftAreTheSame() {
    FloatNetwork network =
        new MlpTrainer(SHORT.with(TrainingOption.LEVEL_FREE), 1)
            .train(examples(200, 1), examples(50, 2), epoch -> {})
            .network();
    float[] window = examples(1, 3).window(0);
    float[] louder = window.clone();
    float[] fading = window.clone();
    for (int i = 0; i < window.length; i += 13) {
      louder[i] += 2;
      fading[i] -= i / 100f;
    }

    assertThat(network.logit(louder)).isCloseTo(network.logit(window), within(1e-4f));
    assertThat(network.logit(fading)).isNotCloseTo(network.logit(window), within(1e-4f));
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
    return weights(SHORT.withEpochsMax(2), seed);
  }

  private static float[] weights(Preset preset) {
    return weights(preset, 1);
  }

  private static float[] weights(Preset preset, long seed) {
    return new MlpTrainer(preset, seed)
        .train(examples(200, 1), examples(50, 2), epoch -> {})
        .network()
        .layers()
        .get(0)
        .weights();
  }

  private static double rocAuc(FloatNetwork network, Examples examples) {
    float[] scores = new float[examples.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = network.score(examples.window(i));
    }
    return BinaryMetrics.of(new Judged(scores, examples.anomalous()), 0.5).rocAuc();
  }

  private static double sumOfSquares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Windows whose truth can't be told. */
  private static Examples guesses(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] windows = new float[count][];
    boolean[] anomalous = new boolean[count];
    for (int i = 0; i < count; i++) {
      windows[i] = values(random, SHORT.inputs(), -1.7, 1.7);
      anomalous[i] = random.nextBoolean();
    }
    return Windows.of(windows, anomalous, 13);
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
