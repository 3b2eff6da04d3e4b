package dev.earshot.trainer.network;

import static dev.earshot.acoustics.bounds.Bounds.within;

/**
 * How long and how fast a network learns.
 *
 * @param learningRate of Adam, at the start; above 0, at most 1
 * @param plateauEpochs epochs without a lower validation loss after which the rate is reduced
 * @param plateauFactor what the rate is then multiplied by, above 0, at most 1
 * @param patienceEpochs epochs without a lower validation loss after which training stops
 * @param batchWindows windows of a step, 1 to 4096
 * @param epochsMax epochs at most, 1 to 10,000
 */
public record Schedule(
    float learningRate,
    int plateauEpochs,
    float plateauFactor,
    int patienceEpochs,
    int batchWindows,
    int epochsMax) {
  /** Checks the numbers. */
  public Schedule {
    within("learning rate", learningRate, Float.MIN_VALUE, 1);
    within("epochs to a plateau", plateauEpochs, 1, 10_000);
    within("factor on a plateau", plateauFactor, Float.MIN_VALUE, 1);
    within("epochs of patience", patienceEpochs, 1, 10_000);
    within("--batch", batchWindows, 1, 4_096);
    within("--epochs", epochsMax, 1, 10_000);
  }

  /** The same with batches of another size. */
  Schedule withBatchWindows(int windows) {
    return new Schedule(
        learningRate, plateauEpochs, plateauFactor, patienceEpochs, windows, epochsMax);
  }

  /** The same with another bound on the epochs. */
  Schedule withEpochsMax(int epochs) {
    return new Schedule(
        learningRate, plateauEpochs, plateauFactor, patienceEpochs, batchWindows, epochs);
  }
}
