package dev.earshot.acoustics.model;

import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;

/**
 * Estimates the tensor arena that TensorFlow Lite Micro needs on a 32-bit microcontroller: the
 * activations that live at the same time, and what its interpreter keeps for each tensor and
 * operator (the sizes of its structs, from tensorflow/lite/micro).
 */
final class MicroArena {
  private static final int ALIGNMENT = 16;

  /** MicroAllocator, the buffer allocators, the memory planner and the graph's own tables. */
  private static final int INTERPRETER_BYTES = 512;

  /** TfLiteEvalTensor: data, dims, type. */
  private static final int TENSOR_BYTES = 12;

  /** TfLiteTensor of an input or output, with its affine quantisation. */
  private static final int INTERFACE_TENSOR_BYTES = 112;

  /** TfLiteNode and the pointer to its registration, the parsed options, and OpData. */
  private static final int OPERATOR_BYTES = 48 + 32 + 64;

  /** A multiplier and a shift for every output channel. */
  private static final int CHANNEL_BYTES = 8;

  private MicroArena() {}

  static int estimateBytes(Model model, SubGraph graph) {
    int interpreter =
        INTERPRETER_BYTES
            + TENSOR_BYTES * graph.tensorsLength()
            + INTERFACE_TENSOR_BYTES * (graph.inputsLength() + graph.outputsLength());
    int operators =
        IntStream.range(0, graph.operatorsLength())
            .map(i -> OPERATOR_BYTES + channelBytes(model, graph, graph.operators(i)))
            .sum();
    return Math.addExact(Math.addExact(interpreter, operators), activationBytes(model, graph));
  }

  private static int channelBytes(Model model, SubGraph graph, Operator operator) {
    int code = ModelFile.operatorCode(model, operator.opcodeIndex());
    if (code != BuiltinOperator.FULLY_CONNECTED && code != BuiltinOperator.CONV_2D) {
      return 0;
    }
    QuantizationParameters weights = graph.tensors(operator.inputs(1)).quantization();
    return weights == null || weights.scaleLength() < 2 ? 0 : CHANNEL_BYTES * weights.scaleLength();
  }

  /**
   * The most that lives at once, each tensor from the operator that writes it to its last reader.
   */
  private static int activationBytes(Model model, SubGraph graph) {
    int operators = graph.operatorsLength();
    long[] alive = new long[operators + 1];
    for (int t = 0; t < graph.tensorsLength(); t++) {
      Tensor tensor = graph.tensors(t);
      if (model.buffers((int) tensor.buffer()).dataLength() > 0) {
        continue;
      }
      int from = operators;
      int to = 0;
      for (int o = 0; o < operators; o++) {
        if (touches(graph.operators(o), t)) {
          from = Math.min(from, o);
          to = Math.max(to, o);
        }
      }
      long bytes = (ModelFile.elements(tensor) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      for (int o = from; o <= to; o++) {
        alive[o] = Math.addExact(alive[o], bytes);
      }
    }
    return Math.toIntExact(IntStream.range(0, operators).mapToLong(o -> alive[o]).max().orElse(0));
  }

  private static boolean touches(Operator operator, int tensor) {
    return IntStream.range(0, operator.inputsLength()).anyMatch(i -> operator.inputs(i) == tensor)
        || IntStream.range(0, operator.outputsLength())
            .anyMatch(i -> operator.outputs(i) == tensor);
  }
}
