package dev.earshot.trainer.network;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import java.util.List;
import java.util.Optional;

/**
 * A recipe: what the network looks like and how it is trained.
 *
 * @param name as given to {@code --preset}
 * @param windowColumns columns of a window, the network's input
 * @param trainingStrideColumns columns from one window of a clip to the next while training
 * @param scoringStrideColumns the same when the model is used, written into the model file
 * @param hiddenUnits outputs of each dense layer but the last, which has one
 * @param dropout share of a hidden layer's outputs set to zero while training
 * @param learningRate of Adam, at the start
 * @param plateauEpochs epochs without a lower validation loss after which the rate is reduced
 * @param plateauFactor what the rate is then multiplied by
 * @param patienceEpochs epochs without a lower validation loss after which training stops
 * @param batchWindows windows of a step
 * @param epochsMax epochs at most
 */
public record Preset(
    String name,
    FrontEndConfig frontEnd,
    int windowColumns,
    int trainingStrideColumns,
    int scoringStrideColumns,
    List<Integer> hiddenUnits,
    float dropout,
    float learningRate,
    int plateauEpochs,
    float plateauFactor,
    int patienceEpochs,
    int batchWindows,
    int epochsMax) {

  /**
   * The network and the training of "TinyML for Acoustic Anomaly Detection in IoT Sensor Networks":
   * 32 frames of 13 MFCCs, batch normalisation over the frames, 128 and 64 units with dropout 0.2,
   * 61,825 parameters. The paper does not say by how much its rate is reduced on a plateau, nor
   * after how many epochs; half, after two, is ours.
   */
  public static final Preset PAPER =
      new Preset(
          "paper",
          FrontEndConfig.PAPER,
          32,
          16,
          8,
          List.of(128, 64),
          0.2f,
          1e-3f,
          2,
          0.5f,
          5,
          32,
          50);

  /** Every preset there is. */
  public static final List<Preset> ALL = List.of(PAPER);

  /** Checks the numbers. */
  public Preset {
    hiddenUnits = List.copyOf(hiddenUnits);
    atLeastOne("windowColumns", windowColumns);
    atLeastOne("trainingStrideColumns", trainingStrideColumns);
    atLeastOne("scoringStrideColumns", scoringStrideColumns);
    atLeastOne("plateauEpochs", plateauEpochs);
    atLeastOne("patienceEpochs", patienceEpochs);
    atLeastOne("batchWindows", batchWindows);
    atLeastOne("epochsMax", epochsMax);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout is " + dropout + ", must be in [0, 1)");
    }
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learningRate is " + learningRate + ", must be above 0");
    }
    if (!(plateauFactor > 0 && plateauFactor <= 1)) {
      throw new IllegalArgumentException(
          "plateauFactor is " + plateauFactor + ", must be in (0, 1]");
    }
  }

  /** The preset of a name. */
  public static Optional<Preset> named(String name) {
    return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
  }

  /** The same with another bound on the epochs. */
  public Preset withEpochsMax(int epochs) {
    return new Preset(
        name,
        frontEnd,
        windowColumns,
        trainingStrideColumns,
        scoringStrideColumns,
        hiddenUnits,
        dropout,
        learningRate,
        plateauEpochs,
        plateauFactor,
        patienceEpochs,
        batchWindows,
        epochs);
  }

  /** What a model trained by it is called. */
  public String modelName() {
    return name + "-mlp";
  }

  /** How many values a window has. */
  public int inputs() {
    return windowColumns * frontEnd.coefficients();
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", must be at least 1");
    }
  }
}
