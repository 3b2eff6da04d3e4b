package dev.earshot.acoustics.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * The network of a model file as {@link GraphReader} found it, checked: every index is of something
 * there is, and every operator reads what is known by then. Immutable by convention: the arrays are
 * not copied.
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
    ModelFile.Quantisation quantisation() {
      return new ModelFile.Quantisation(scales[0], zeroPoints[0]);
    }
  }

  /**
   * What computes tensors from tensors.
   *
   * @param code its number in {@link BuiltinOperator}
   * @param activation what is done to its results at once, of {@link ActivationFunctionType}
   */
  record Operator(int code, List<Integer> inputs, List<Integer> outputs, int activation) {
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
    return tensors.get(operator.outputs().get(0));
  }

  /** The operators as a reader of reports wants to know them. */
  List<Layer> layers() {
    return operators.stream().map(this::layer).toList();
  }

  private Layer layer(Operator operator) {
    List<Tensor> constants =
        operator.inputs().stream()
            .map(tensors::get)
            .filter(tensor -> tensor.constant().isPresent())
            .toList();
    Optional<Tensor> weights =
        constants.stream().filter(tensor -> tensor.type() == ElementType.INT8).findFirst();
    return new Layer(
        operator.name(),
        inputOf(operator, 0).elements(),
        outputOf(operator).elements(),
        weights.map(Tensor::elements).orElse(0L),
        constants.stream()
            .filter(tensor -> tensor.type() == ElementType.INT32)
            .mapToLong(Tensor::elements)
            .sum(),
        operator.activationName(),
        weights.map(tensor -> Layer.listOf(tensor.scales())).orElse(List.of()),
        outputOf(operator).quantisation(),
        constants.stream().mapToLong(Tensor::bytes).sum(),
        weights.map(tensor -> multiplyAccumulates(operator, tensor)).orElse(0L));
  }

  /** Every output takes as many as there are weights for one: of one unit, or of one channel. */
  private long multiplyAccumulates(Operator operator, Tensor weights) {
    return switch (operator.code()) {
      case BuiltinOperator.FULLY_CONNECTED, BuiltinOperator.CONV_2D ->
          outputOf(operator).elements() * (weights.elements() / weights.shape()[0]);
      case BuiltinOperator.DEPTHWISE_CONV_2D ->
          outputOf(operator).elements()
              * (weights.elements() / weights.shape()[weights.shape().length - 1]);
      default -> 0;
    };
  }
}
