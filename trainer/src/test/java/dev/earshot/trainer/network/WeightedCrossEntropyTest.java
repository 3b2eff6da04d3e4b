package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class WeightedCrossEntropyTest {
  private static final float[] LOGITS = {2, -1, 0.5f};
  private static final float[] TRUTHS = {1, 0.3f, 0};
  private static final float[] WEIGHTS = {1, 2, 0.5f};

  @Test
  void lossAndGradientAreThoseComputedByHand() {
    double loss = 0;
    float[] gradient = new float[3];
    for (int i = 0; i < 3; i++) {
      double p = 1 / (1 + Math.exp(-LOGITS[i]));
      loss -= WEIGHTS[i] * (TRUTHS[i] * Math.log(p) + (1 - TRUTHS[i]) * Math.log(1 - p)) / 3;
      gradient[i] = (float) (WEIGHTS[i] * (p - TRUTHS[i]) / 3);
    }

    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      NDArray logits = column(manager, LOGITS);
      logits.setRequiresGradient(true);
      try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
        NDList labels = new NDList(column(manager, TRUTHS), column(manager, WEIGHTS));
        NDArray computed = new WeightedCrossEntropy().evaluate(labels, new NDList(logits));
        collector.backward(computed);
        assertThat((double) computed.getFloat()).isCloseTo(loss, within(1e-6));
      }
      assertThat(logits.getGradient().toFloatArray()).containsExactly(gradient, within(1e-6f));
    }
  }

  private static NDArray column(NDManager manager, float[] values) {
    return manager.create(values, new Shape(values.length, 1));
  }
}
