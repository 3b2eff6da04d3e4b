package dev.earshot.acoustics.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * The network of a model file as {@link GraphReader} found it: every index is of something there
 * is. What else holds of it, once it is checked, {@link GraphCheck} says. Immutable by convention:
 * the arrays are not copied.
 *
 * @param tensors constants and what the operators compute
 * @param operators in the order they run
 * @param input the tensor that takes a window
 * @param output the tensor that holds the score
 */
record Graph(List<Tensor> tensors, List<Operator> operators, int input, int output) {

  /** What a tensor's values are. */
  enum ElementType {
    INT8(Byte.BYTES),
    INT32(Integer.BYTES);

    final int bytes;

    ElementType(int bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * Values of one type, {@code real = scale * (integer - zeroPoint)}.
   *
   * @param scales one for all values, one each index of a dimension, or none where the integers
   *     stand for themselves
   * @param zeroPoints as many
   * @param constant the values, little-endian, where the file holds them
   */
  record Tensor(
      int[] shape,
      ElementType type,
      float[] scales,
      int[] zeroPoints,
      Optional<ByteBuffer> constant) {

    long elements() {
      long elements = 1;
      for (int size : shape) {
        elements *= size;
      }
      return elements;
    }

    long bytes() {
      return elements() * type.bytes;
    }

    /** How all of it is quantised; only where there is one scale. */
    Quantisation quantisation() {
      return new Quantisation(scales[0], zeroPoints[0]);
    }
  }

  /**
   * What computes a tensor from tensors.
   *
   * @param code its number in {@link BuiltinOperator}: FULLY_CONNECTED, of an input, weights and a
   *     bias, or LOGISTIC, of an input
   * @param activation what is done to its results at once, of {@link ActivationFunctionType}: NONE
   *     or RELU
   */
  record Operator(int code, List<Integer> inputs, int output, int activation) {
    boolean isDense() {
      return code == BuiltinOperator.FULLY_CONNECTED;
    }

    String name() {
      return BuiltinOperator.name(code);
    }

    String activationName() {
      return ActivationFunctionType.name(activation);
    }
  }

  Tensor inputOf(Operator operator, int which) {
    return tensors.get(operator.inputs().get(which));
  }

  Tensor outputOf(Operator operator) {
    return tensors.get(operator.output());
  }

  /** The operators as a reader of reports wants to know them. */
  List<Layer> layers() {
    return operators.stream().map(this::layer).toList();
  }

  private Layer layer(Operator operator) {
    Tensor input = inputOf(operator, 0);
    Tensor output = outputOf(operator);
    Optional<Tensor> weights =
        operator.isDense() ? Optional.of(inputOf(operator, 1)) : Optional.empty();
    Optional<Tensor> bias = weights.map(tensor -> inputOf(operator, 2));
    long weightCount = weights.map(Tensor::elements).orElse(0L);
    return new Layer(
        operator.name(),
        input.elements(),
        output.elements(),
        weightCount,
        bias.map(Tensor::elements).orElse(0L),
        operator.activationName(),
        weights.map(tensor -> Layer.listOf(tensor.scales())).orElse(List.of()),
        output.quantisation(),
        weights.map(Tensor::bytes).orElse(0L) + bias.map(Tensor::bytes).orElse(0L),
        // each weight once
        weightCount);
  }

  /**
   * What the sums of a fully connected layer are multiplied by for an output: {@code inputScale *
   * weightScale / outputScale}. With one scale for all weights the product is rounded to a float,
   * with several it is not, as TensorFlow Lite has it (kernels/kernel_util.cc).
   */
  double factor(Operator dense, int unit) {
    float inputScale = inputOf(dense, 0).scales()[0];
    float[] weightScales = inputOf(dense, 1).scales();
    double product =
        weightScales.length == 1
            ? inputScale * weightScales[0]
            : (double) inputScale * weightScales[unit];
    return product / outputOf(dense).scales()[0];
  }
}
