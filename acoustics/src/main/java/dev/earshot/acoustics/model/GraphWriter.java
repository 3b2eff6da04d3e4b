package dev.earshot.acoustics.model;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.earshot.acoustics.model.Graph.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/**
 * Writes a network that {@link GraphCheck} has passed as a flatbuffer of its own. That is what
 * native code gets to see, and not the file that the network came in: its schema is newer than the
 * one for Java and knows fields that nobody here has looked at, as a buffer's place outside of the
 * flatbuffer. An instance writes one file; not thread-safe.
 */
final class GraphWriter {
  private static final String FILE_IDENTIFIER = "TFL3";

  /** The schema forces it. */
  private static final int BUFFER_ALIGNMENT_BYTES = 16;

  // the first version of each operator that knows all that a checked network may have
  private static final int FULLY_CONNECTED_VERSION = 12;
  private static final int LOGISTIC_VERSION = 2;

  private static final int FULLY_CONNECTED_CODE = 0;
  private static final int LOGISTIC_CODE = 1;

  private final Graph graph;
  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 13);
  private final List<Integer> buffers = new ArrayList<>();
  private final List<Integer> tensors = new ArrayList<>();

  /** Where in the file the graph's tensors are that have been written. */
  private final Map<Integer, Integer> numbers = new HashMap<>();

  private GraphWriter(Graph graph) {
    this.graph = graph;
    // by convention the first buffer is empty: tensors that are computed refer to it
    buffers.add(Buffer.createBuffer(builder, 0));
  }

  /** The bytes of a model that is this network and nothing else, of about its constants' size. */
  static byte[] write(Graph graph) {
    return new GraphWriter(graph).model();
  }

  private byte[] model() {
    int[] operators = graph.operators().stream().mapToInt(this::operator).toArray();
    int operatorsAt = SubGraph.createOperatorsVector(builder, operators);
    int inputs = SubGraph.createInputsVector(builder, numbers(List.of(graph.input())));
    int outputs = SubGraph.createOutputsVector(builder, numbers(List.of(graph.output())));
    int tensorsAt = SubGraph.createTensorsVector(builder, array(tensors));
    int subgraph = SubGraph.createSubGraph(builder, tensorsAt, inputs, outputs, operatorsAt, 0);
    int subgraphs = Model.createSubgraphsVector(builder, new int[] {subgraph});
    int codes =
        Model.createOperatorCodesVector(
            builder,
            new int[] {
              code(BuiltinOperator.FULLY_CONNECTED, FULLY_CONNECTED_VERSION),
              code(BuiltinOperator.LOGISTIC, LOGISTIC_VERSION)
            });
    int buffersAt = Model.createBuffersVector(builder, array(buffers));
    Model.startModel(builder);
    Model.addVersion(builder, GraphReader.SCHEMA_VERSION);
    Model.addOperatorCodes(builder, codes);
    Model.addSubgraphs(builder, subgraphs);
    Model.addBuffers(builder, buffersAt);
    builder.finish(Model.endModel(builder), FILE_IDENTIFIER);
    return builder.sizedByteArray();
  }

  private int code(int operator, int version) {
    return OperatorCode.createOperatorCode(builder, (byte) operator, 0, version, operator);
  }

  private int operator(Graph.Operator operator) {
    int inputs = Operator.createInputsVector(builder, numbers(operator.inputs()));
    int outputs = Operator.createOutputsVector(builder, numbers(List.of(operator.output())));
    int options = operator.isDense() ? options(operator) : 0;
    Operator.startOperator(builder);
    Operator.addOpcodeIndex(builder, operator.isDense() ? FULLY_CONNECTED_CODE : LOGISTIC_CODE);
    Operator.addInputs(builder, inputs);
    Operator.addOutputs(builder, outputs);
    if (operator.isDense()) {
      Operator.addBuiltinOptionsType(builder, BuiltinOptions.FullyConnectedOptions);
      Operator.addBuiltinOptions(builder, options);
    }
    return Operator.endOperator(builder);
  }

  private int options(Graph.Operator dense) {
    return FullyConnectedOptions.createFullyConnectedOptions(
        builder,
        (byte) dense.activation(),
        FullyConnectedOptionsWeightsFormat.DEFAULT,
        false,
        false);
  }

  /** The numbers of these tensors in the file, where they are from now on. */
  private int[] numbers(List<Integer> which) {
    int[] inFile = new int[which.size()];
    for (int i = 0; i < inFile.length; i++) {
      int tensor = which.get(i);
      if (!numbers.containsKey(tensor)) {
        numbers.put(tensor, tensors.size());
        tensors.add(tensor(graph.tensors().get(tensor)));
      }
      inFile[i] = numbers.get(tensor);
    }
    return inFile;
  }

  private int tensor(Graph.Tensor tensor) {
    int shape = Tensor.createShapeVector(builder, tensor.shape());
    int quantisation = quantisation(tensor);
    int buffer = tensor.constant().map(this::buffer).orElse(0);
    Tensor.startTensor(builder);
    Tensor.addShape(builder, shape);
    Tensor.addType(builder, tensor.type() == ElementType.INT8 ? TensorType.INT8 : TensorType.INT32);
    Tensor.addBuffer(builder, buffer);
    Tensor.addQuantization(builder, quantisation);
    return Tensor.endTensor(builder);
  }

  private int quantisation(Graph.Tensor tensor) {
    int scales = QuantizationParameters.createScaleVector(builder, tensor.scales());
    long[] zeroPoints = Arrays.stream(tensor.zeroPoints()).asLongStream().toArray();
    int zeroPointsAt = QuantizationParameters.createZeroPointVector(builder, zeroPoints);
    QuantizationParameters.startQuantizationParameters(builder);
    QuantizationParameters.addScale(builder, scales);
    QuantizationParameters.addZeroPoint(builder, zeroPointsAt);
    return QuantizationParameters.endQuantizationParameters(builder);
  }

  private int buffer(ByteBuffer constant) {
    ByteBuffer data = constant.duplicate();
    builder
        .createUnintializedVector(Byte.BYTES, data.remaining(), BUFFER_ALIGNMENT_BYTES)
        .put(data);
    buffers.add(Buffer.createBuffer(builder, builder.endVector()));
    return buffers.size() - 1;
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
