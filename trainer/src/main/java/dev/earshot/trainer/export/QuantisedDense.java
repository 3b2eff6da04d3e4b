package dev.earshot.trainer.export;

import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.trainer.network.Dense;

/**
 * A dense layer in integers: weights symmetric in [-127, 127], bias 32-bit in units of the input's
 * times the weights' scale, as TensorFlow Lite's 8-bit quantisation specification has it. Immutable
 * by convention: the arrays are not copied and must not be changed.
 *
 * @param weights {@code [outputs][inputs]}, row by row
 * @param weightScales one for all outputs, or one each
 * @param bias {@code [outputs]}
 * @param output how the outputs are quantised
 */
public record QuantisedDense(
    byte[] weights, float[] weightScales, int[] bias, Quantisation output, boolean relu) {

  private static final int WEIGHT_MAX = 127;

  /** How many values go in. */
  public int inputs() {
    return weights.length / bias.length;
  }

  /** How many values come out. */
  public int outputs() {
    return bias.length;
  }

  static QuantisedDense of(
      Dense layer, WeightScales kind, Quantisation input, Quantisation output) {
    int inputs = layer.inputs();
    float[] scales = new float[kind == WeightScales.PER_CHANNEL ? layer.outputs() : 1];
    int weightsPerScale = layer.weights().length / scales.length;
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(layer.weights(), i * weightsPerScale, weightsPerScale);
    }
    byte[] weights = new byte[layer.weights().length];
    int[] bias = new int[layer.outputs()];
    for (int o = 0; o < bias.length; o++) {
      float scale = scales[Math.min(o, scales.length - 1)];
      for (int i = o * inputs; i < (o + 1) * inputs; i++) {
        weights[i] = (byte) Math.round(layer.weights()[i] / scale);
      }
      // a double rounds to a long, and the cast to int after the bounds keeps it from wrapping
      long units = Math.round(layer.bias()[o] / ((double) input.scale() * scale));
      bias[o] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, units));
    }
    return new QuantisedDense(weights, scales, bias, output, layer.relu());
  }

  private static float scale(float[] weights, int from, int count) {
    float largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    // an output without weights still needs a scale above 0 that its bias can be told in
    return largest == 0 ? 1f / WEIGHT_MAX : largest / WEIGHT_MAX;
  }
}
