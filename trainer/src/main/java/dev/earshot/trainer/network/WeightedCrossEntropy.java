package dev.earshot.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;

/**
 * Binary cross-entropy from logits {@code z}, for truths {@code t} anywhere between 0 and 1, each
 * with a weight {@code w}: the mean of {@code w * (max(z, 0) - z * t + log(1 + exp(-|z|)))}, whose
 * gradient is {@code w * (sigmoid(z) - t) / n}. DJL's own has one weight for all.
 */
final class WeightedCrossEntropy extends Loss {
  WeightedCrossEntropy() {
    super("WeightedCrossEntropy");
  }

  /**
   * The loss.
   *
   * @param labels truths and weights, each {@code [n, 1]}
   * @param predictions logits {@code [n, 1]}
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray logits = predictions.singletonOrThrow();
    NDArray truths = labels.get(0);
    NDArray weights = labels.get(1);
    return Activation.relu(logits)
        .sub(logits.mul(truths))
        .add(Activation.softPlus(logits.abs().neg()))
        .mul(weights)
        .mean();
  }
}
