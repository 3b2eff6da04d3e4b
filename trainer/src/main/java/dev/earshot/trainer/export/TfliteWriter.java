package dev.earshot.trainer.export;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Quantisation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/**
 * Writes a quantised network as a .tflite (FlatBuffers schema version 3): a FULLY_CONNECTED
 * operator a layer and one LOGISTIC, int8 from {@code [1, inputs]} to {@code [1, 1]}, with
 * Earshot's metadata in a buffer named {@link ModelFile#METADATA_NAME}. The same network and
 * metadata give the same bytes. Flash is short: vectors of the same values are written once, which
 * a flatbuffer allows, and names are as short as tools can show. An instance writes one file; not
 * thread-safe.
 *
 * <p>The generated code for objects ({@code ModelT}) is not used: it neither aligns buffers nor
 * shares vectors.
 */
public final class TfliteWriter {
  private static final int SCHEMA_VERSION = 3;
  private static final String FILE_IDENTIFIER = "TFL3";

  /** The schema forces it, so that a device can use weights where they lie in flash. */
  private static final int BUFFER_ALIGNMENT_BYTES = 16;

  // the first version of each operator that knows what is used here (TensorFlow's op_version.cc)
  private static final int FULLY_CONNECTED_INT8_VERSION = 4;
  private static final int FULLY_CONNECTED_PER_CHANNEL_VERSION = 12;
  private static final int LOGISTIC_INT8_VERSION = 2;

  private static final int FULLY_CONNECTED_CODE = 0;
  private static final int LOGISTIC_CODE = 1;

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 17);
  private final List<Integer> buffers = new ArrayList<>();
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> operators = new ArrayList<>();

  /** Where vectors are that have been written, by their values. */
  private final Map<List<String>, Integer> vectors = new HashMap<>();

  private TfliteWriter() {
    // by convention the first buffer is empty: tensors that are computed refer to it
    buffers.add(Buffer.createBuffer(builder, 0));
  }

  /**
   * The bytes of a model file.
   *
   * @param description one line that tools show
   * @param metadata what {@code ModelMetadata.toJson} gives
   */
  public static byte[] write(QuantisedNetwork network, String description, byte[] metadata) {
    return new TfliteWriter().model(network, description, metadata);
  }

  private byte[] model(QuantisedNetwork network, String description, byte[] metadata) {
    int input = activation("window", network.layers().get(0).inputs(), network.input());
    int last = input;
    Quantisation lastQuantisation = network.input();
    for (int i = 0; i < network.layers().size(); i++) {
      QuantisedDense layer = network.layers().get(i);
      last = fullyConnected(i + 1, layer, last, lastQuantisation);
      lastQuantisation = layer.output();
    }
    int score = activation("score", 1, Quantisation.PROBABILITY);
    logistic(last, score);
    boolean perChannel = network.layers().stream().anyMatch(l -> l.weightScales().length > 1);
    int codes =
        Model.createOperatorCodesVector(
            builder,
            new int[] {
              code(
                  BuiltinOperator.FULLY_CONNECTED,
                  perChannel ? FULLY_CONNECTED_PER_CHANNEL_VERSION : FULLY_CONNECTED_INT8_VERSION),
              code(BuiltinOperator.LOGISTIC, LOGISTIC_INT8_VERSION)
            });
    int graphs = Model.createSubgraphsVector(builder, new int[] {graph(input, score)});
    int name = builder.createString(ModelFile.METADATA_NAME);
    int entries =
        Model.createMetadataVector(
            builder, new int[] {Metadata.createMetadata(builder, name, buffer(metadata))});
    int descriptionAt = builder.createString(description);
    int buffersAt = Model.createBuffersVector(builder, array(buffers));
    Model.startModel(builder);
    Model.addVersion(builder, SCHEMA_VERSION);
    Model.addOperatorCodes(builder, codes);
    Model.addSubgraphs(builder, graphs);
    Model.addDescription(builder, descriptionAt);
    Model.addBuffers(builder, buffersAt);
    Model.addMetadata(builder, entries);
    builder.finish(Model.endModel(builder), FILE_IDENTIFIER);
    return builder.sizedByteArray();
  }

  private int graph(int input, int output) {
    int inputs = ints(input);
    int outputs = ints(output);
    int tensorsAt = SubGraph.createTensorsVector(builder, array(tensors));
    int operatorsAt = SubGraph.createOperatorsVector(builder, array(operators));
    return SubGraph.createSubGraph(builder, tensorsAt, inputs, outputs, operatorsAt, 0);
  }

  private int fullyConnected(int number, QuantisedDense layer, int input, Quantisation scaledBy) {
    int weights =
        tensor(
            "w" + number,
            TensorType.INT8,
            buffer(layer.weights()),
            symmetric(layer.weightScales()),
            layer.outputs(),
            layer.inputs());
    float[] biasScales = layer.weightScales().clone();
    for (int i = 0; i < biasScales.length; i++) {
      biasScales[i] *= scaledBy.scale();
    }
    int bias =
        tensor(
            "b" + number,
            TensorType.INT32,
            buffer(littleEndian(layer.bias())),
            symmetric(biasScales),
            layer.outputs());
    int output = activation("y" + number, layer.outputs(), layer.output());
    int options =
        FullyConnectedOptions.createFullyConnectedOptions(
            builder,
            layer.relu() ? ActivationFunctionType.RELU : ActivationFunctionType.NONE,
            (byte) 0,
            false,
            false);
    int inputs = ints(input, weights, bias);
    int outputs = ints(output);
    Operator.startOperator(builder);
    Operator.addOpcodeIndex(builder, FULLY_CONNECTED_CODE);
    Operator.addInputs(builder, inputs);
    Operator.addOutputs(builder, outputs);
    Operator.addBuiltinOptionsType(builder, BuiltinOptions.FullyConnectedOptions);
    Operator.addBuiltinOptions(builder, options);
    operators.add(Operator.endOperator(builder));
    return output;
  }

  private void logistic(int input, int output) {
    int inputs = ints(input);
    int outputs = ints(output);
    Operator.startOperator(builder);
    Operator.addOpcodeIndex(builder, LOGISTIC_CODE);
    Operator.addInputs(builder, inputs);
    Operator.addOutputs(builder, outputs);
    operators.add(Operator.endOperator(builder));
  }

  private int activation(String name, int values, Quantisation quantisation) {
    int parameters =
        parameters(new float[] {quantisation.scale()}, new long[] {quantisation.zeroPoint()});
    return tensor(name, TensorType.INT8, 0, parameters, 1, values);
  }

  private int tensor(String name, byte type, int buffer, int quantisation, int... shape) {
    int nameAt = builder.createString(name);
    int shapeAt = ints(shape);
    Tensor.startTensor(builder);
    Tensor.addShape(builder, shapeAt);
    Tensor.addType(builder, type);
    Tensor.addBuffer(builder, buffer);
    Tensor.addName(builder, nameAt);
    Tensor.addQuantization(builder, quantisation);
    tensors.add(Tensor.endTensor(builder));
    return tensors.size() - 1;
  }

  private int symmetric(float[] scales) {
    return parameters(scales, new long[scales.length]);
  }

  private int parameters(float[] scales, long[] zeroPoints) {
    int scalesAt =
        vectors.computeIfAbsent(
            List.of("scales", Arrays.toString(scales)),
            key -> QuantizationParameters.createScaleVector(builder, scales));
    int zeroPointsAt =
        vectors.computeIfAbsent(
            List.of("zeroPoints", Arrays.toString(zeroPoints)),
            key -> QuantizationParameters.createZeroPointVector(builder, zeroPoints));
    QuantizationParameters.startQuantizationParameters(builder);
    QuantizationParameters.addScale(builder, scalesAt);
    QuantizationParameters.addZeroPoint(builder, zeroPointsAt);
    return QuantizationParameters.endQuantizationParameters(builder);
  }

  /** A vector of 32-bit integers: all such are the same, whatever field they are of. */
  private int ints(int... values) {
    return vectors.computeIfAbsent(
        List.of("ints", Arrays.toString(values)), key -> Tensor.createShapeVector(builder, values));
  }

  private int code(int operator, int version) {
    // readers older than the field for the operator's number look at the deprecated one
    return OperatorCode.createOperatorCode(builder, (byte) operator, 0, version, operator);
  }

  /** Adds a buffer, aligned as the schema has it, which the generated code for Java leaves out. */
  private int buffer(byte[] data) {
    builder.startVector(Byte.BYTES, data.length, BUFFER_ALIGNMENT_BYTES);
    for (int i = data.length - 1; i >= 0; i--) {
      builder.addByte(data[i]);
    }
    buffers.add(Buffer.createBuffer(builder, builder.endVector()));
    return buffers.size() - 1;
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static byte[] littleEndian(int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return bytes.array();
  }
}
