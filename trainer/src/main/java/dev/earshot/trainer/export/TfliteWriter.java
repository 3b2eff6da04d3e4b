package dev.earshot.trainer.export;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.earshot.acoustics.model.ModelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.MetadataT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/**
 * Writes a quantised network as a .tflite (FlatBuffers schema version 3): a FULLY_CONNECTED
 * operator a layer and one LOGISTIC, int8 from {@code [1, inputs]} to {@code [1, 1]}, with
 * Earshot's metadata in a buffer named {@link ModelFile#METADATA_NAME}. The same network and
 * metadata give the same bytes. An instance writes one file; not thread-safe.
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

  private final List<byte[]> buffers = new ArrayList<>();
  private final List<TensorT> tensors = new ArrayList<>();
  private final List<OperatorT> operators = new ArrayList<>();

  private TfliteWriter() {
    // by convention the first buffer is empty: tensors that are computed refer to it
    buffers.add(new byte[0]);
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
      last = fullyConnected("dense_" + (i + 1), layer, last, lastQuantisation);
      lastQuantisation = layer.output();
    }
    int score = activation("score", 1, Quantisation.PROBABILITY);
    operators.add(operator(1, new int[] {last}, score));

    SubGraphT graph = new SubGraphT();
    graph.setName("main");
    graph.setTensors(tensors.toArray(TensorT[]::new));
    graph.setOperators(operators.toArray(OperatorT[]::new));
    graph.setInputs(new int[] {input});
    graph.setOutputs(new int[] {score});

    MetadataT entry = new MetadataT();
    entry.setName(ModelFile.METADATA_NAME);
    entry.setBuffer(buffer(metadata));

    boolean perChannel = network.layers().stream().anyMatch(l -> l.weightScales().length > 1);
    OperatorCodeT[] codes = {
      code(
          BuiltinOperator.FULLY_CONNECTED,
          perChannel ? FULLY_CONNECTED_PER_CHANNEL_VERSION : FULLY_CONNECTED_INT8_VERSION),
      code(BuiltinOperator.LOGISTIC, LOGISTIC_INT8_VERSION)
    };
    return serialise(graph, codes, entry, description);
  }

  private int fullyConnected(String name, QuantisedDense layer, int input, Quantisation scaledBy) {
    TensorT weights = new TensorT();
    weights.setName(name + "/weights");
    weights.setShape(new int[] {layer.outputs(), layer.inputs()});
    weights.setType(TensorType.INT8);
    weights.setBuffer(buffer(layer.weights()));
    weights.setQuantization(symmetric(layer.weightScales()));

    float[] biasScales = layer.weightScales().clone();
    for (int i = 0; i < biasScales.length; i++) {
      biasScales[i] *= scaledBy.scale();
    }
    TensorT bias = new TensorT();
    bias.setName(name + "/bias");
    bias.setShape(new int[] {layer.outputs()});
    bias.setType(TensorType.INT32);
    bias.setBuffer(buffer(littleEndian(layer.bias())));
    bias.setQuantization(symmetric(biasScales));

    int output = activation(name, layer.outputs(), layer.output());
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(
        layer.relu() ? ActivationFunctionType.RELU : ActivationFunctionType.NONE);
    BuiltinOptionsUnion union = new BuiltinOptionsUnion();
    union.setType(BuiltinOptions.FullyConnectedOptions);
    union.setValue(options);
    OperatorT operator = operator(0, new int[] {input, tensor(weights), tensor(bias)}, output);
    operator.setBuiltinOptions(union);
    operators.add(operator);
    return output;
  }

  private int activation(String name, int values, Quantisation quantisation) {
    TensorT tensor = new TensorT();
    tensor.setName(name);
    tensor.setShape(new int[] {1, values});
    tensor.setType(TensorType.INT8);
    tensor.setQuantization(
        parameters(new float[] {quantisation.scale()}, new long[] {quantisation.zeroPoint()}));
    return tensor(tensor);
  }

  private int tensor(TensorT tensor) {
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  private int buffer(byte[] data) {
    buffers.add(data);
    return buffers.size() - 1;
  }

  private static QuantizationParametersT symmetric(float[] scales) {
    return parameters(scales, new long[scales.length]);
  }

  private static QuantizationParametersT parameters(float[] scales, long[] zeroPoints) {
    QuantizationParametersT parameters = new QuantizationParametersT();
    parameters.setScale(scales);
    parameters.setZeroPoint(zeroPoints);
    return parameters;
  }

  private static OperatorT operator(int code, int[] inputs, int output) {
    OperatorT operator = new OperatorT();
    operator.setOpcodeIndex(code);
    operator.setInputs(inputs);
    operator.setOutputs(new int[] {output});
    return operator;
  }

  private static OperatorCodeT code(int operator, int version) {
    OperatorCodeT code = new OperatorCodeT();
    code.setBuiltinCode(operator);
    // readers older than the field above look here
    code.setDeprecatedBuiltinCode((byte) operator);
    code.setVersion(version);
    return code;
  }

  private static byte[] littleEndian(int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return bytes.array();
  }

  /**
   * As {@code ModelT.serializeToBinary}, but with every buffer aligned, which the generated code
   * for Java leaves out.
   */
  private byte[] serialise(
      SubGraphT graph, OperatorCodeT[] codes, MetadataT entry, String description) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 17);
    int[] bufferTables = new int[buffers.size()];
    for (int i = 0; i < bufferTables.length; i++) {
      bufferTables[i] = bufferTable(builder, buffers.get(i));
    }
    int[] codeTables = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      codeTables[i] = OperatorCode.pack(builder, codes[i]);
    }
    int buffersAt = Model.createBuffersVector(builder, bufferTables);
    int codesAt = Model.createOperatorCodesVector(builder, codeTables);
    int graphsAt = Model.createSubgraphsVector(builder, new int[] {SubGraph.pack(builder, graph)});
    int metadataAt = Model.createMetadataVector(builder, new int[] {Metadata.pack(builder, entry)});
    int descriptionAt = builder.createString(description);
    Model.startModel(builder);
    Model.addVersion(builder, SCHEMA_VERSION);
    Model.addOperatorCodes(builder, codesAt);
    Model.addSubgraphs(builder, graphsAt);
    Model.addDescription(builder, descriptionAt);
    Model.addBuffers(builder, buffersAt);
    Model.addMetadata(builder, metadataAt);
    builder.finish(Model.endModel(builder), FILE_IDENTIFIER);
    return builder.sizedByteArray();
  }

  private static int bufferTable(FlatBufferBuilder builder, byte[] data) {
    int dataAt = 0;
    if (data.length > 0) {
      builder.startVector(Byte.BYTES, data.length, BUFFER_ALIGNMENT_BYTES);
      for (int i = data.length - 1; i >= 0; i--) {
        builder.addByte(data[i]);
      }
      dataAt = builder.endVector();
    }
    Buffer.startBuffer(builder);
    if (data.length > 0) {
      Buffer.addData(builder, dataAt);
    }
    return Buffer.endBuffer(builder);
  }
}
