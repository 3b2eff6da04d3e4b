package dev.earshot.acoustics.model;

import java.nio.ByteBuffer;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * Runs a model file in plain Java, integer by integer as TensorFlow Lite's kernels do: an oracle
 * for {@link TfliteScorer}, and for firmware a specification that can be read. It knows the
 * operators that Earshot's trainer writes, FULLY_CONNECTED and LOGISTIC, and is some ten times
 * slower than native code. An instance is for one thread.
 *
 * <p>A fully connected layer of int8 (TensorFlow Lite's kernels/internal/reference/integer_ops/
 * fully_connected.h): {@code sum = bias + sum((input - inputZeroPoint) * weight)} in 32 bits, times
 * the factor of {@link DenseScaling}, plus the output's zero point, capped to int8 and, with RELU,
 * at the zero point. How the scaled sum and the logistic function are rounded differs between
 * TensorFlow Lite's kernels: see {@link Kernels}.
 */
public final class ReferenceInterpreter implements Scorer {
  /** Whose rounding is followed. */
  public enum Kernels {
    /**
     * Those of TensorFlow Lite on servers and phones without a delegate, which {@link TfliteScorer}
     * runs: a sum is scaled with two roundings, half up both, as tests against version 2.21 on
     * x86-64 show (ruy's mul_params.h leaves it to the processor); the logistic function is a table
     * of 256 entries computed in floats (kernels/activations.cc).
     */
    TFLITE {
      @Override
      int scale(int sum, int multiplier, int shift) {
        int left = Math.max(0, shift);
        int right = left - shift;
        long product = ((long) (sum << left) * multiplier + (1L << 30)) >> 31;
        return (int) ((product + ((1L << right) >> 1)) >> right);
      }

      @Override
      byte logistic(byte value, ModelFile.Quantisation input) {
        float real = input.scale() * (value - input.zeroPoint());
        float probability = 1 / (1 + (float) Math.exp(-real));
        return probability(Math.round(probability / PROBABILITY_STEP));
      }
    },

    /**
     * The reference kernels, which TensorFlow Lite Micro runs: a sum is scaled with two roundings,
     * half away from 0 (kernels/internal/common.cc, {@code MultiplyByQuantizedMultiplier}); the
     * logistic function is computed in integers (reference/integer_ops/logistic.h, gemmlowp's
     * fixedpoint.h).
     */
    MICRO {
      @Override
      int scale(int sum, int multiplier, int shift) {
        int left = Math.max(0, shift);
        return FixedPoint.divideByPowerOf2(
            FixedPoint.multiplyHigh(sum << left, multiplier), left - shift);
      }

      @Override
      byte logistic(byte value, ModelFile.Quantisation input) {
        double factor = Math.scalb((double) input.scale(), LOGISTIC_FRACTION_BITS);
        int shift = Math.getExponent(factor) + 1;
        int multiplier = (int) Math.round(Math.scalb(factor, 31 - shift));
        // beyond it the function's argument does not fit Q4.27
        double farthest = Math.floor(Math.scalb(15.0, LOGISTIC_FRACTION_BITS - shift));
        int distance = value - input.zeroPoint();
        if (distance <= -farthest) {
          return Byte.MIN_VALUE;
        }
        if (distance >= farthest) {
          return Byte.MAX_VALUE;
        }
        int result = FixedPoint.logistic(scale(distance, multiplier, shift));
        return probability(FixedPoint.divideByPowerOf2(result, 31 - 8));
      }
    };

    private static final int LOGISTIC_FRACTION_BITS = 27;
    private static final float PROBABILITY_STEP = 1f / 256;

    /** A sum times {@code multiplier * 2^(shift - 31)}. */
    abstract int scale(int sum, int multiplier, int shift);

    /** The logistic function's value as int8 for a probability. */
    abstract byte logistic(byte value, ModelFile.Quantisation input);

    private static byte probability(int steps) {
      return capped(steps + Byte.MIN_VALUE, Byte.MIN_VALUE);
    }
  }

  private final Graph graph;
  private final Kernels kernels;
  private final WindowQuantiser quantiser;

  /**
   * An interpreter of a model.
   *
   * @throws UnsupportedOperationException where the model has another operator or activation
   */
  public ReferenceInterpreter(ModelFile file, Kernels kernels) {
    this.graph = file.graph();
    this.kernels = kernels;
    this.quantiser = new WindowQuantiser(file);
    graph.operators().forEach(ReferenceInterpreter::requireKnown);
  }

  private static void requireKnown(Graph.Operator operator) {
    boolean known =
        switch (operator.code()) {
          case BuiltinOperator.FULLY_CONNECTED ->
              operator.activation() == ActivationFunctionType.NONE
                  || operator.activation() == ActivationFunctionType.RELU;
          case BuiltinOperator.LOGISTIC -> true;
          default -> false;
        };
    if (!known) {
      throw new UnsupportedOperationException(
          "the reference has no %s with activation %s"
              .formatted(operator.name(), operator.activationName()));
    }
  }

  @Override
  public float score(float[] window) {
    return quantiser.score(run(quantiser.quantise(window))[0]);
  }

  /**
   * Runs the network.
   *
   * @param input the model's int8 input, as many values as it has; left as it is
   * @return its int8 output
   */
  public byte[] run(byte[] input) {
    byte[][] values = new byte[graph.tensors().size()][];
    values[graph.input()] = input;
    for (Graph.Operator operator : graph.operators()) {
      byte[] from = valuesOf(operator.inputs().get(0), values);
      values[operator.outputs().get(0)] =
          operator.code() == BuiltinOperator.LOGISTIC
              ? logistic(operator, from)
              : fullyConnected(operator, from);
    }
    return values[graph.output()];
  }

  /** What a tensor holds: computed before, or a constant of the file. */
  private byte[] valuesOf(int tensor, byte[][] values) {
    return graph
        .tensors()
        .get(tensor)
        .constant()
        .map(
            constant -> {
              byte[] copy = new byte[constant.remaining()];
              constant.duplicate().get(copy);
              return copy;
            })
        .orElse(values[tensor]);
  }

  private byte[] fullyConnected(Graph.Operator operator, byte[] from) {
    Graph.Tensor input = graph.inputOf(operator, 0);
    Graph.Tensor weights = graph.inputOf(operator, 1);
    Graph.Tensor output = graph.outputOf(operator);
    DenseScaling scaling = DenseScaling.of(input, weights, output);
    ByteBuffer weightValues = weights.constant().orElseThrow();
    ByteBuffer bias = graph.inputOf(operator, 2).constant().orElseThrow();
    int zeroPoint = output.quantisation().zeroPoint();
    int least = operator.activation() == ActivationFunctionType.RELU ? zeroPoint : Byte.MIN_VALUE;
    int units = weights.shape()[0];
    int depth = weights.shape()[1];
    byte[] to = new byte[from.length / depth * units];
    for (int i = 0; i < to.length; i++) {
      int unit = i % units;
      int sum = bias.getInt(unit * Integer.BYTES);
      for (int k = 0; k < depth; k++) {
        int value = from[i / units * depth + k] - input.quantisation().zeroPoint();
        sum += value * weightValues.get(unit * depth + k);
      }
      int scaled = kernels.scale(sum, scaling.multipliers()[unit], scaling.shifts()[unit]);
      to[i] = capped((long) scaled + zeroPoint, least);
    }
    return to;
  }

  private byte[] logistic(Graph.Operator operator, byte[] from) {
    byte[] to = new byte[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = kernels.logistic(from[i], graph.inputOf(operator, 0).quantisation());
    }
    return to;
  }

  private static byte capped(long value, int least) {
    return (byte) Math.max(least, Math.min(Byte.MAX_VALUE, value));
  }

  /** Does nothing: it holds nothing outside the heap. */
  @Override
  public void close() {}
}
