package dev.earshot.acoustics.model;

import java.nio.ByteBuffer;
import org.tensorflow.lite.schema.ActivationFunctionType;

/**
 * Runs a model file in plain Java, integer by integer as TensorFlow Lite's kernels do: an oracle
 * for {@link TfliteScorer}, and for firmware a specification that can be read. It is some ten times
 * slower than native code. An instance is for one thread.
 *
 * <p>A fully connected layer of int8 (TensorFlow Lite's kernels/internal/reference/integer_ops/
 * fully_connected.h): {@code sum = bias + sum((input - inputZeroPoint) * weight)} in 32 bits, times
 * the factor {@code inputScale * weightScale / outputScale}, plus the output's zero point, capped
 * to int8 and, with RELU, at the zero point. How the scaled sum and the logistic function are
 * rounded differs between TensorFlow Lite's kernels: see {@link Kernels}.
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
      int scale(int sum, Multiplier factor) {
        int left = Math.max(0, factor.shift());
        int right = left - factor.shift();
        long product = ((long) (sum << left) * factor.value() + (1L << 30)) >> 31;
        return (int) ((product + ((1L << right) >> 1)) >> right);
      }

      @Override
      byte logistic(byte value, Quantisation input) {
        float probability = 1 / (1 + (float) Math.exp(-input.real(value)));
        return Quantisation.PROBABILITY.quantise(probability);
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
      int scale(int sum, Multiplier factor) {
        int left = Math.max(0, factor.shift());
        return FixedPoint.divideByPowerOf2(
            FixedPoint.multiplyHigh(sum << left, factor.value()), left - factor.shift());
      }

      @Override
      byte logistic(byte value, Quantisation input) {
        Multiplier factor =
            Multiplier.of(Math.scalb((double) input.scale(), LOGISTIC_FRACTION_BITS));
        // beyond it the function's argument does not fit Q4.27
        double farthest = Math.floor(Math.scalb(15.0, LOGISTIC_FRACTION_BITS - factor.shift()));
        int distance = value - input.zeroPoint();
        if (distance <= -farthest) {
          return Byte.MIN_VALUE;
        }
        if (distance >= farthest) {
          return Byte.MAX_VALUE;
        }
        int result = FixedPoint.logistic(scale(distance, factor));
        return capped(FixedPoint.divideByPowerOf2(result, 31 - 8) + Byte.MIN_VALUE, Byte.MIN_VALUE);
      }
    };

    private static final int LOGISTIC_FRACTION_BITS = 27;

    /** A sum times a factor. */
    abstract int scale(int sum, Multiplier factor);

    /** The logistic function's value as int8 for a probability. */
    abstract byte logistic(byte value, Quantisation input);
  }

  private final Graph graph;
  private final Kernels kernels;
  private final WindowQuantiser quantiser;

  /** An interpreter of a model. */
  public ReferenceInterpreter(ModelFile file, Kernels kernels) {
    this.graph = file.graph();
    this.kernels = kernels;
    this.quantiser = new WindowQuantiser(file);
  }

  @Override
  public float score(float[] window) {
    return quantiser.score(run(quantiser.quantise(window))[0]);
  }

  /**
   * Runs the network.
   *
   * @param input the model's int8 input, as many values as it has; left as it is
   * @return its int8 output, one value
   * @throws IllegalArgumentException where the input has another number of values
   */
  public byte[] run(byte[] input) {
    long needed = graph.tensors().get(graph.input()).elements();
    if (input.length != needed) {
      throw new IllegalArgumentException(
          "an input of %d values for a model of %d".formatted(input.length, needed));
    }
    byte[][] values = new byte[graph.tensors().size()][];
    values[graph.input()] = input;
    for (Graph.Operator operator : graph.operators()) {
      byte[] from = values[operator.inputs().get(0)];
      values[operator.output()] =
          operator.isDense() ? fullyConnected(operator, from) : logistic(operator, from);
    }
    return values[graph.output()];
  }

  private byte[] fullyConnected(Graph.Operator operator, byte[] from) {
    ByteBuffer weights = graph.inputOf(operator, 1).constant().orElseThrow();
    ByteBuffer bias = graph.inputOf(operator, 2).constant().orElseThrow();
    int inputZeroPoint = graph.inputOf(operator, 0).quantisation().zeroPoint();
    int zeroPoint = graph.outputOf(operator).quantisation().zeroPoint();
    int least = operator.activation() == ActivationFunctionType.RELU ? zeroPoint : Byte.MIN_VALUE;
    byte[] to = new byte[(int) graph.outputOf(operator).elements()];
    for (int unit = 0; unit < to.length; unit++) {
      int sum = bias.getInt(unit * Integer.BYTES);
      for (int i = 0; i < from.length; i++) {
        sum += (from[i] - inputZeroPoint) * weights.get(unit * from.length + i);
      }
      int scaled = kernels.scale(sum, Multiplier.of(graph.factor(operator, unit)));
      to[unit] = capped((long) scaled + zeroPoint, least);
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
