package dev.earshot.trainer.export;

/**
 * What a quantised network means, computed the plain way: integer sums, scaled in double precision.
 * TensorFlow Lite's kernels scale by fixed-point multipliers instead and so may round otherwise.
 */
final class IntegerArithmetic {
  private IntegerArithmetic() {}

  static double score(QuantisedNetwork network, float[] window) {
    Quantisation scale = network.input();
    byte[] values = new byte[window.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale.quantise(window[i]);
    }
    for (QuantisedDense layer : network.layers()) {
      values = apply(layer, values, scale);
      scale = layer.output();
    }
    float logit = scale.real(values[0]);
    return Quantisation.PROBABILITY.real(
        Quantisation.PROBABILITY.quantise((float) (1 / (1 + Math.exp(-logit)))));
  }

  private static byte[] apply(QuantisedDense layer, byte[] input, Quantisation scale) {
    byte[] output = new byte[layer.outputs()];
    for (int o = 0; o < output.length; o++) {
      int sum = layer.bias()[o];
      for (int i = 0; i < input.length; i++) {
        sum += (input[i] - scale.zeroPoint()) * layer.weights()[o * input.length + i];
      }
      float weightScale = layer.weightScales()[Math.min(o, layer.weightScales().length - 1)];
      double real = (double) sum * scale.scale() * weightScale;
      output[o] = layer.output().quantise((float) (layer.relu() ? Math.max(0, real) : real));
    }
    return output;
  }
}
