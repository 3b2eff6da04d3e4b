package dev.earshot.acoustics.model;

import dev.earshot.acoustics.model.Graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.TensorType;

/**
 * Reads the network out of a model's flatbuffer and checks all that native code takes the file's
 * word for: TensorFlow Lite itself ends the whole process on some damaged files. Whatever sizes the
 * file tells of, no more is allocated than in proportion to its own.
 */
final class GraphReader {
  private static final int SCHEMA_VERSION = 3;
  private static final int MOST_PARTS = 10_000;

  /**
   * Values that all operators together may compute for a window: bounds the interpreter's arena.
   */
  private static final long MOST_COMPUTED = 16 << 20;

  /** TensorFlow Lite's kernels end the process where a sum is scaled by 2^7 or more (ruy). */
  private static final double MOST_MULTIPLIER = 1 << 7;

  /** What small int8 networks are made of, none of which computes more than its shapes say. */
  private static final Set<Integer> OPERATORS =
      Set.of(
          BuiltinOperator.FULLY_CONNECTED,
          BuiltinOperator.LOGISTIC,
          BuiltinOperator.CONV_2D,
          BuiltinOperator.DEPTHWISE_CONV_2D,
          BuiltinOperator.AVERAGE_POOL_2D,
          BuiltinOperator.MAX_POOL_2D,
          BuiltinOperator.MEAN,
          BuiltinOperator.ADD,
          BuiltinOperator.RESHAPE);

  private final Model model;
  private final SubGraph graph;

  /** Values that may still be copied: parts of a flatbuffer may overlap, and so add up to more. */
  private long copiesLeft;

  private GraphReader(Model model, long fileBytes) {
    this.model = model;
    this.graph = model.subgraphs(0);
    this.copiesLeft = fileBytes;
  }

  /**
   * Reads and checks.
   *
   * @throws InvalidModelException where something is wrong with it
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
        "it has %d operators",
        graph.operatorsLength());
    List<Graph.Tensor> tensors = tensors();
    requireIndex("input", graph.inputs(0), tensors.size());
    requireIndex("output", graph.outputs(0), tensors.size());
    List<Graph.Operator> operators = new ArrayList<>();
    for (int o = 0; o < graph.operatorsLength(); o++) {
      operators.add(operator(o));
    }
    Graph read =
        new Graph(List.copyOf(tensors), List.copyOf(operators), graph.inputs(0), graph.outputs(0));
    requireOrder(read);
    for (int o = 0; o < operators.size(); o++) {
      requireKernelFits(read, o);
    }
    return read;
  }

  private List<Graph.Tensor> tensors() throws InvalidModelException {
    require(graph.tensorsLength() <= MOST_PARTS, "it has %d tensors", graph.tensorsLength());
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

  private Graph.Operator operator(int o) throws InvalidModelException {
    org.tensorflow.lite.schema.Operator operator = graph.operators(o);
    var code = model.operatorCodes((int) operator.opcodeIndex());
    // files from before the 128th operator say its number in one byte
    int number = Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
    require(
        OPERATORS.contains(number),
        "its operator %d is %s, which Earshot does not run",
        o,
        number >= 0 && number < BuiltinOperator.names.length
            ? BuiltinOperator.name(number)
            : "number " + number);
    int inputCount = counted(operator.inputsLength());
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < inputCount; i++) {
      inputs.add(requireIndex("operator " + o, operator.inputs(i), graph.tensorsLength()));
    }
    int outputCount = counted(operator.outputsLength());
    List<Integer> outputs = new ArrayList<>();
    for (int i = 0; i < outputCount; i++) {
      outputs.add(requireIndex("operator " + o, operator.outputs(i), graph.tensorsLength()));
    }
    require(!inputs.isEmpty(), "its operator %d has no input", o);
    require(outputs.size() == 1, "its operator %d has %d outputs, needs 1", o, outputs.size());
    return new Graph.Operator(
        number, List.copyOf(inputs), List.copyOf(outputs), activation(operator, o));
  }

  private static int activation(org.tensorflow.lite.schema.Operator operator, int o)
      throws InvalidModelException {
    int activation = ActivationFunctionType.NONE;
    if (operator.builtinOptionsType() == BuiltinOptions.FullyConnectedOptions) {
      var options = (FullyConnectedOptions) operator.builtinOptions(new FullyConnectedOptions());
      require(
          options.weightsFormat() == FullyConnectedOptionsWeightsFormat.DEFAULT,
          "its operator %d has its weights shuffled",
          o);
      activation = options.fusedActivationFunction();
    } else if (operator.builtinOptionsType() == BuiltinOptions.Conv2DOptions) {
      var options = (Conv2DOptions) operator.builtinOptions(new Conv2DOptions());
      activation = options.fusedActivationFunction();
    } else if (operator.builtinOptionsType() == BuiltinOptions.DepthwiseConv2DOptions) {
      var options = (DepthwiseConv2DOptions) operator.builtinOptions(new DepthwiseConv2DOptions());
      activation = options.fusedActivationFunction();
    }
    require(
        activation >= 0 && activation < ActivationFunctionType.names.length,
        "its operator %d has activation %d, which there is not",
        o,
        activation);
    return activation;
  }

  /**
   * What an operator reads must be the graph's input, the result of an operator before, or a
   * constant; what it writes must be none of these, so that nothing is read before it is there.
   */
  private static void requireOrder(Graph read) throws InvalidModelException {
    boolean[] known = new boolean[read.tensors().size()];
    for (int t = 0; t < known.length; t++) {
      known[t] = t == read.input() || read.tensors().get(t).constant().isPresent();
    }
    for (int o = 0; o < read.operators().size(); o++) {
      Graph.Operator operator = read.operators().get(o);
      for (int t : operator.inputs()) {
        require(known[t], "its operator %d reads tensor %d unset", o, t);
      }
      int written = operator.outputs().get(0);
      require(!known[written], "its operator %d writes tensor %d, which is set", o, written);
      require(
          read.tensors().get(written).scales().length == 1,
          "its tensor %d has no usable quantisation",
          written);
      known[written] = true;
    }
    require(
        known[read.output()] && read.output() != read.input(),
        "its output is written by none of its operators");
  }

  private static void requireKernelFits(Graph read, int o) throws InvalidModelException {
    Graph.Operator operator = read.operators().get(o);
    if (operator.code() == BuiltinOperator.FULLY_CONNECTED) {
      requireDense(read, operator, o);
    } else if (operator.code() == BuiltinOperator.LOGISTIC) {
      require(
          read.inputOf(operator, 0).elements() == read.outputOf(operator).elements(),
          "its operator %d has an output of another size than its input",
          o);
      require(
          read.outputOf(operator).quantisation().equals(ModelFile.Quantisation.PROBABILITY),
          "its operator %d gives a probability of another scale than 1/256",
          o);
    }
  }

  private static void requireDense(Graph read, Graph.Operator operator, int o)
      throws InvalidModelException {
    require(operator.inputs().size() == 3, "its operator %d needs input, weights and bias", o);
    Graph.Tensor input = read.inputOf(operator, 0);
    Graph.Tensor weights = read.inputOf(operator, 1);
    Graph.Tensor bias = read.inputOf(operator, 2);
    Graph.Tensor output = read.outputOf(operator);
    require(
        weights.type() == ElementType.INT8
            && weights.constant().isPresent()
            && weights.shape().length == 2
            && Arrays.stream(weights.zeroPoints()).allMatch(zero -> zero == 0)
            && (weights.scales().length == 1 || weights.scales().length == weights.shape()[0]),
        "its operator %d has weights that are no int8 matrix around 0",
        o);
    int units = weights.shape()[0];
    int depth = weights.shape()[1];
    require(
        bias.type() == ElementType.INT32 && bias.constant().isPresent() && bias.elements() == units,
        "its operator %d has a bias of other than %d int32",
        o,
        units);
    require(
        input.type() == ElementType.INT8
            && input.scales().length == 1
            && input.elements() % depth == 0
            && output.type() == ElementType.INT8
            && output.elements() == input.elements() / depth * units,
        "its operator %d has inputs or outputs that do not fit its weights",
        o);
    require(
        DenseScaling.of(input, weights, output).greatest() < MOST_MULTIPLIER
            && staysWithinInt32(input.quantisation().zeroPoint(), weights, bias),
        "its operator %d overflows 32 bits",
        o);
  }

  /** Whether every sum does, whatever the inputs are. */
  private static boolean staysWithinInt32(
      int inputZeroPoint, Graph.Tensor weights, Graph.Tensor bias) {
    ByteBuffer values = weights.constant().orElseThrow();
    int depth = weights.shape()[1];
    long farthest =
        Math.max(Byte.MAX_VALUE - inputZeroPoint, inputZeroPoint - (long) Byte.MIN_VALUE);
    for (int unit = 0; unit < weights.shape()[0]; unit++) {
      long most = Math.abs((long) bias.constant().orElseThrow().getInt(unit * Integer.BYTES));
      for (int i = unit * depth; i < (unit + 1) * depth; i++) {
        most += farthest * Math.abs(values.get(i));
      }
      if (most > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  private int counted(int length) throws InvalidModelException {
    copiesLeft -= length;
    require(length >= 0 && copiesLeft >= 0, "it tells of more parts than it has bytes");
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
