package dev.earshot.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.trainer.network.Dense;
import dev.earshot.trainer.network.FloatNetwork;
import dev.earshot.trainer.network.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Scores of standardised windows, computed by PyTorch in 64-bit floating point. */
final class TorchScores {
  /** Nothing but the time and the memory it takes depends on it. */
  private static final int BATCH_WINDOWS = 1024;

  private TorchScores() {}

  /**
   * A layer, its weights {@code [outputs][inputs]} row by row.
   *
   * @param rounding what becomes of the outputs
   */
  private record Layer(
      double[] weights, double[] bias, boolean relu, UnaryOperator<NDArray> rounding) {

    static Layer of(Dense dense) {
      return new Layer(
          doubles(dense.weights()), doubles(dense.bias()), dense.relu(), UnaryOperator.identity());
    }

    static Layer of(QuantisedDense dense, Quantisation input) {
      double[] weights = new double[dense.weights().length];
      double[] bias = new double[dense.outputs()];
      for (int o = 0; o < bias.length; o++) {
        double scale = dense.weightScales()[Math.min(o, dense.weightScales().length - 1)];
        for (int i = o * dense.inputs(); i < (o + 1) * dense.inputs(); i++) {
          weights[i] = dense.weights()[i] * scale;
        }
        bias[o] = dense.bias()[o] * scale * input.scale();
      }
      double[] substeps = substeps(dense, input);
      return new Layer(
          weights, bias, dense.relu(), sums -> rounded(sums, dense.output(), substeps));
    }

    NDArray apply(NDArray input) {
      NDManager manager = input.getManager();
      Shape shape = new Shape(bias.length, weights.length / bias.length);
      NDArray sums =
          input.matMul(manager.create(weights, shape).transpose()).add(manager.create(bias));
      return rounding.apply(relu ? Activation.relu(sums) : sums);
    }
  }

  /** Scores of a float network. */
  static float[] of(FloatNetwork network, float[][] windows) {
    return of(UnaryOperator.identity(), network.layers().stream().map(Layer::of).toList(), windows);
  }

  /**
   * Scores of a quantised network: its integers as the real numbers they stand for, and every value
   * that it holds in 8 bits rounded as the kernels round it.
   */
  static float[] of(QuantisedNetwork network, float[][] windows) {
    List<Layer> layers = new ArrayList<>();
    Quantisation input = network.input();
    for (QuantisedDense dense : network.layers()) {
      layers.add(Layer.of(dense, input));
      input = dense.output();
    }
    float[] scores =
        of(window -> rounded(window, network.input(), new double[] {1}), layers, windows);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Quantisation.PROBABILITY.real(Quantisation.PROBABILITY.quantise(scores[i]));
    }
    return scores;
  }

  private static float[] of(UnaryOperator<NDArray> input, List<Layer> layers, float[][] windows) {
    float[] scores = new float[windows.length];
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      for (int from = 0; from < windows.length; from += BATCH_WINDOWS) {
        float[][] batch =
            Arrays.copyOfRange(windows, from, Math.min(windows.length, from + BATCH_WINDOWS));
        try (NDManager ofBatch = manager.newSubManager()) {
          NDArray values = input.apply(ofBatch.create(batch).toType(DataType.FLOAT64, false));
          for (Layer layer : layers) {
            values = layer.apply(values);
          }
          double[] some = Activation.sigmoid(values).toDoubleArray();
          for (int i = 0; i < some.length; i++) {
            scores[from + i] = (float) some[i];
          }
        }
      }
    }
    return scores;
  }

  /**
   * The kernels scale a sum by a 31-bit multiplier of at least a half, round, divide by a power of
   * two and round again (Jacob et al. 2018, section 2.2). The power is how many numbers the first
   * rounding tells apart within a step of the output: from so few, one in some hundred sums lies
   * half way between two steps and takes the farther one, which one rounding would not do.
   *
   * @return one power of two an output, or one for all
   */
  private static double[] substeps(QuantisedDense dense, Quantisation input) {
    double[] substeps = new double[dense.weightScales().length];
    for (int i = 0; i < substeps.length; i++) {
      double multiplier = (double) input.scale() * dense.weightScales()[i] / dense.output().scale();
      substeps[i] = Math.scalb(1.0, Math.max(0, -1 - Math.getExponent(multiplier)));
    }
    return substeps;
  }

  private static NDArray rounded(NDArray values, Quantisation to, double[] substeps) {
    NDArray finer = values.getManager().create(substeps);
    NDArray substep = halvesUp(values.div(to.scale()).mul(finer));
    return halvesUp(substep.div(finer))
        .clip(Byte.MIN_VALUE - to.zeroPoint(), Byte.MAX_VALUE - to.zeroPoint())
        .mul(to.scale());
  }

  /** Rounds halves up, as the kernels do; PyTorch's own rounding gives them to the even. */
  private static NDArray halvesUp(NDArray values) {
    return values.add(0.5).floor();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
