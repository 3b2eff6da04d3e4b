package dev.earshot.acoustics.testing;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Training;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.MetadataT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/**
 * Builds model files of any layers for tests, well-formed or, by what a test changes in {@link
 * #model}, not. Windows are not standardised: features are the network's input.
 */
public final class NetworkFile {
  private final List<TensorT> tensors = new ArrayList<>();
  private final List<OperatorT> operators = new ArrayList<>();
  private final List<BufferT> buffers = new ArrayList<>();
  private final int columns;
  private List<Integer> selfTest = List.of();

  /** A network whose window has so many columns, of one value each. */
  public NetworkFile(int columns, float scale, int zeroPoint) {
    this.columns = columns;
    buffers.add(new BufferT());
    computed(columns, scale, zeroPoint);
  }

  /**
   * Adds a fully connected layer.
   *
   * @param weightScales one for all, or one an output
   */
  public NetworkFile dense(
      byte[] weights,
      int[] bias,
      float[] weightScales,
      float outputScale,
      int outputZeroPoint,
      byte activation) {
    int input = tensors.size() - 1;
    float inputScale = tensors.get(input).getQuantization().getScale()[0];
    int inputs = weights.length / bias.length;
    int weightsAt = constant(TensorType.INT8, weights, weightScales, bias.length, inputs);
    float[] biasScales = weightScales.clone();
    for (int i = 0; i < biasScales.length; i++) {
      biasScales[i] *= inputScale;
    }
    ByteBuffer biasBytes = ByteBuffer.allocate(4 * bias.length).order(ByteOrder.LITTLE_ENDIAN);
    biasBytes.asIntBuffer().put(bias);
    int biasAt = constant(TensorType.INT32, biasBytes.array(), biasScales, bias.length);
    computed(bias.length, outputScale, outputZeroPoint);
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(activation);
    BuiltinOptionsUnion union = new BuiltinOptionsUnion();
    union.setType(BuiltinOptions.FullyConnectedOptions);
    union.setValue(options);
    OperatorT operator = operator(0, input, weightsAt, biasAt);
    operator.setBuiltinOptions(union);
    return this;
  }

  /** Adds a logistic function. */
  public NetworkFile logistic() {
    int input = tensors.size() - 1;
    computed(1, 1f / 256, -128);
    operator(1, input);
    return this;
  }

  /** States what the sounds of the self-test score, in steps of 1/256. */
  public NetworkFile selfTest(List<Integer> steps) {
    selfTest = List.copyOf(steps);
    return this;
  }

  /** The file as an object, with Earshot's metadata in it. */
  public ModelT model() {
    SubGraphT graph = new SubGraphT();
    graph.setTensors(tensors.toArray(TensorT[]::new));
    graph.setOperators(operators.toArray(OperatorT[]::new));
    graph.setInputs(new int[] {0});
    graph.setOutputs(new int[] {tensors.size() - 1});
    MetadataT entry = new MetadataT();
    entry.setName(ModelFile.METADATA_NAME);
    entry.setBuffer(buffer(metadata().toJson()));
    ModelT model = new ModelT();
    model.setVersion(3);
    model.setSubgraphs(new SubGraphT[] {graph});
    model.setOperatorCodes(
        new OperatorCodeT[] {
          code(BuiltinOperator.FULLY_CONNECTED, 12), code(BuiltinOperator.LOGISTIC, 2)
        });
    model.setMetadata(new MetadataT[] {entry});
    model.setBuffers(buffers.toArray(BufferT[]::new));
    return model;
  }

  /** The file's bytes. */
  public byte[] bytes() {
    return bytes(model());
  }

  /** The bytes of a file that a test has changed. */
  public static byte[] bytes(ModelT model) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    Model.finishModelBuffer(builder, Model.pack(builder, model));
    return builder.sizedByteArray();
  }

  private ModelMetadata metadata() {
    FrontEndConfig paper = FrontEndConfig.PAPER;
    FrontEndConfig frontEnd =
        new FrontEndConfig(
            paper.sampleRateHz(),
            paper.frameSamples(),
            paper.hopSamples(),
            paper.melBands(),
            paper.melLowHz(),
            paper.melHighHz(),
            1,
            paper.powerFloor());
    return new ModelMetadata(
        ModelMetadata.VERSION,
        "test",
        frontEnd,
        columns,
        1,
        new Normalisation(new float[1], new float[] {1}),
        List.of(),
        0.5f,
        DecisionConfig.around(0.5f),
        Training.UNKNOWN,
        List.of(),
        selfTest);
  }

  private void computed(int values, float scale, int zeroPoint) {
    tensors.add(tensor(TensorType.INT8, 0, new float[] {scale}, new long[] {zeroPoint}, 1, values));
  }

  private int constant(byte type, byte[] data, float[] scales, int... shape) {
    tensors.add(tensor(type, buffer(data), scales, new long[scales.length], shape));
    return tensors.size() - 1;
  }

  private static TensorT tensor(
      byte type, int buffer, float[] scales, long[] zeroPoints, int... shape) {
    QuantizationParametersT quantisation = new QuantizationParametersT();
    quantisation.setScale(scales);
    quantisation.setZeroPoint(zeroPoints);
    TensorT tensor = new TensorT();
    tensor.setType(type);
    tensor.setShape(shape);
    tensor.setBuffer(buffer);
    tensor.setQuantization(quantisation);
    return tensor;
  }

  private int buffer(byte[] data) {
    BufferT buffer = new BufferT();
    int[] unsigned = new int[data.length];
    Arrays.setAll(unsigned, i -> data[i] & 0xFF);
    buffer.setData(unsigned);
    buffers.add(buffer);
    return buffers.size() - 1;
  }

  private OperatorT operator(int code, int... inputs) {
    OperatorT operator = new OperatorT();
    operator.setOpcodeIndex(code);
    operator.setInputs(inputs);
    operator.setOutputs(new int[] {tensors.size() - 1});
    operators.add(operator);
    return operator;
  }

  private static OperatorCodeT code(int operator, int version) {
    OperatorCodeT code = new OperatorCodeT();
    code.setBuiltinCode(operator);
    code.setDeprecatedBuiltinCode((byte) operator);
    code.setVersion(version);
    return code;
  }
}
