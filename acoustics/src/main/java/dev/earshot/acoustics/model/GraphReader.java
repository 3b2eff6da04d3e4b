package dev.earshot.acoustics.model;

import dev.earshot.acoustics.model.Graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.TensorType;

/**
 * Reads the network out of a model's flatbuffer. Whatever sizes the file tells of, no more is
 * allocated and looked at than in proportion to its own.
 */
final class GraphReader {
  /** Operators, tensors or entries of metadata that are looked at: networks here have some ten. */
  static final int MOST_PARTS = 1_000;

  static final int SCHEMA_VERSION = 3;

  /** The values, weights and a bias. */
  private static final int DENSE_INPUTS = 3;

  /**
   * Values that all operators together may compute for a window: bounds the interpreter's arena.
   */
  private static final long MOST_COMPUTED = 16 << 20;

  private final Model model;
  private final SubGraph graph;

  /**
   * Values that may still be read: parts of a flatbuffer may overlap, and operators share what they
   * read, and so add up to more.
   */
  private long valuesLeft;

  private GraphReader(Model model, long fileBytes) {
    this.model = model;
    this.graph = model.subgraphs(0);
    this.valuesLeft = fileBytes;
  }

  /**
   * Reads it; {@link GraphCheck} is up to the caller.
   *
   * @throws InvalidModelException where it is of a kind that is not read
   * @throws RuntimeException of many kinds where an offset points nowhere
   */
  static Graph read(Model model, long fileBytes) throws InvalidModelException {
    require(
        model.version() == SCHEMA_VERSION,
        "its schema is version %d, needs to be %d",
        model.version(),
        SCHEMA_VERSION);
    require(model.subgraphsLength() == 1, "it has %d graphs, needs 1", model.subgraphsLength());
    return new GraphReader(model, fileBytes).graph();
  }

  private Graph graph() throws InvalidModelException {
    require(graph.inputsLength() == 1, "it has %d inputs, needs 1", graph.inputsLength());
    require(graph.outputsLength() == 1, "it has %d outputs, needs 1", graph.outputsLength());
    require(
        graph.operatorsLength() > 0 && graph.operatorsLength() <= MOST_PARTS,
        "it has %d operators, needs 1 to %d",
        graph.operatorsLength(),
        MOST_PARTS);
    List<Graph.Tensor> tensors = tensors();
    requireIndex("input", graph.inputs(0), tensors.size());
    requireIndex("output", graph.outputs(0), tensors.size());
    List<Graph.Operator> operators = new ArrayList<>();
    for (int o = 0; o < graph.operatorsLength(); o++) {
      operators.add(operator(o, tensors));
    }
    return new Graph(
        List.copyOf(tensors), List.copyOf(operators), graph.inputs(0), graph.outputs(0));
  }

  private List<Graph.Tensor> tensors() throws InvalidModelException {
    require(
        graph.tensorsLength() <= MOST_PARTS,
        "it has %d tensors, of at most %d that are read",
        graph.tensorsLength(),
        MOST_PARTS);
    List<Graph.Tensor> tensors = new ArrayList<>();
    long computed = 0;
    for (int t = 0; t < graph.tensorsLength(); t++) {
      Graph.Tensor tensor = tensor(t);
      tensors.add(tensor);
      computed += tensor.constant().isPresent() ? 0 : tensor.elements();
      require(computed <= MOST_COMPUTED, "its tensors have too many values by tensor %d", t);
    }
    return tensors;
  }

  private Graph.Tensor tensor(int t) throws InvalidModelException {
    org.tensorflow.lite.schema.Tensor tensor = graph.tensors(t);
    int[] shape = new int[counted(tensor.shapeLength())];
    long elements = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.shape(i);
      require(shape[i] > 0, "its tensor %d has a dimension of %d", t, shape[i]);
      elements *= shape[i];
      require(elements <= MOST_COMPUTED, "its tensor %d has too many values", t);
    }
    ElementType type = type(tensor.type());
    require(!tensor.isVariable(), "its tensor %d is a variable", t);
    require(tensor.sparsity() == null, "its tensor %d is sparse", t);
    Buffer buffer = model.buffers((int) tensor.buffer());
    int dataBytes = buffer.dataLength();
    require(
        dataBytes == 0 || dataBytes == elements * type.bytes,
        "its tensor %d has %d bytes of data, its shape needs others",
        t,
        dataBytes);
    Optional<ByteBuffer> constant =
        dataBytes == 0
            ? Optional.empty()
            : Optional.of(buffer.dataAsByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN));
    Graph.Tensor read = quantised(t, tensor.quantization(), shape, type, constant);
    require(
        type != ElementType.INT8 || read.scales().length > 0,
        "its tensor %d has no usable quantisation",
        t);
    return read;
  }

  private Graph.Tensor quantised(
      int t,
      QuantizationParameters parameters,
      int[] shape,
      ElementType type,
      Optional<ByteBuffer> constant)
      throws InvalidModelException {
    int count = parameters == null ? 0 : counted(parameters.scaleLength());
    float[] scales = new float[count];
    int[] zeroPoints = new int[count];
    require(
        count == 0 || parameters.zeroPointLength() == count,
        "its tensor %d has %d scales, needs as many zero points",
        t,
        count);
    for (int i = 0; i < count; i++) {
      scales[i] = parameters.scale(i);
      zeroPoints[i] = (int) parameters.zeroPoint(i);
      require(
          scales[i] > 0
              && Float.isFinite(scales[i])
              && parameters.zeroPoint(i) == (byte) parameters.zeroPoint(i),
          "its tensor %d has no usable quantisation",
          t);
    }
    if (count > 1) {
      int dimension = parameters.quantizedDimension();
      require(
          dimension >= 0 && dimension < shape.length && shape[dimension] == count,
          "its tensor %d has %d scales, its shape needs others",
          t,
          count);
    }
    return new Graph.Tensor(shape, type, scales, zeroPoints, constant);
  }

  private static ElementType type(byte type) throws InvalidModelException {
    return switch (type) {
      case TensorType.INT8 -> ElementType.INT8;
      case TensorType.INT32 -> ElementType.INT32;
      default ->
          throw new InvalidModelException(
              "it has a tensor of " + TensorType.name(type) + ", int8 and int32 are read");
    };
  }

  private Graph.Operator operator(int o, List<Graph.Tensor> tensors) throws InvalidModelException {
    org.tensorflow.lite.schema.Operator operator = graph.operators(o);
    int code = code(operator, o);
    int inputCount = code == BuiltinOperator.FULLY_CONNECTED ? DENSE_INPUTS : 1;
    require(
        operator.inputsLength() == inputCount && operator.outputsLength() == 1,
        "its operator %d, %s, has %d inputs and %d outputs, needs %d and 1",
        o,
        BuiltinOperator.name(code),
        operator.inputsLength(),
        operator.outputsLength(),
        inputCount);
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < inputCount; i++) {
      int input = requireIndex("operator " + o, operator.inputs(i), tensors.size());
      counted(tensors.get(input).constant().map(ByteBuffer::remaining).orElse(0));
      inputs.add(input);
    }
    int output = requireIndex("operator " + o, operator.outputs(0), tensors.size());
    return new Graph.Operator(code, List.copyOf(inputs), output, activation(operator, o));
  }

  private int code(org.tensorflow.lite.schema.Operator operator, int o)
      throws InvalidModelException {
    var code = model.operatorCodes((int) operator.opcodeIndex());
    // files from before the 128th operator say its number in one byte
    int number = Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
    require(
        number == BuiltinOperator.FULLY_CONNECTED || number == BuiltinOperator.LOGISTIC,
        "its operator %d is %s; FULLY_CONNECTED and LOGISTIC are read",
        o,
        number >= 0 && number < BuiltinOperator.names.length
            ? BuiltinOperator.name(number)
            : "number " + number);
    return number;
  }

  private static int activation(org.tensorflow.lite.schema.Operator operator, int o)
      throws InvalidModelException {
    if (operator.builtinOptionsType() != BuiltinOptions.FullyConnectedOptions) {
      return ActivationFunctionType.NONE;
    }
    var options = (FullyConnectedOptions) operator.builtinOptions(new FullyConnectedOptions());
    require(
        options.weightsFormat() == FullyConnectedOptionsWeightsFormat.DEFAULT,
        "its operator %d has its weights shuffled",
        o);
    int activation = options.fusedActivationFunction();
    require(
        activation == ActivationFunctionType.NONE || activation == ActivationFunctionType.RELU,
        "its operator %d has activation %s; NONE and RELU are read",
        o,
        activation >= 0 && activation < ActivationFunctionType.names.length
            ? ActivationFunctionType.name(activation)
            : "number " + activation);
    return activation;
  }

  private int counted(int length) throws InvalidModelException {
    valuesLeft -= length;
    require(
        length >= 0 && valuesLeft >= 0, "its parts overlap: together they are larger than it is");
    return length;
  }

  private static int requireIndex(String whose, int tensor, int tensors)
      throws InvalidModelException {
    require(
        tensor >= 0 && tensor < tensors,
        "its %s names tensor %d, of %d there are",
        whose,
        tensor,
        tensors);
    return tensor;
  }

  static void require(boolean holds, String otherwise, Object... values)
      throws InvalidModelException {
    if (!holds) {
      throw new InvalidModelException(String.format(Locale.ROOT, otherwise, values));
    }
  }
}
