package dev.earshot.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.earshot.acoustics.model.SelfTest;
import dev.earshot.acoustics.testing.NetworkFile;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;

/**
 * Model files that no writer would write: a right network, and in it the changes that a fuzzer's
 * bytes ask for. Bytes that are changed blindly seldom leave a flatbuffer's offsets whole, so that
 * few of them reach what looks at the network behind.
 */
final class ChangedNetwork {
  private static final int MOST_CHANGES = 8;
  private static final int[] ODD_NUMBERS = {
    -1, 0, 1, 2, 3, 4, 127, 128, 1 << 16, 1 << 24, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
  };
  private static final float[] ODD_SCALES = {
    0,
    -1,
    1,
    1f / 256,
    1e-30f,
    1e30f,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    Float.NaN,
    Float.POSITIVE_INFINITY
  };

  private final FuzzedDataProvider data;
  private final ModelT model;
  private final SubGraphT graph;

  private ChangedNetwork(FuzzedDataProvider data) {
    this.data = data;
    model = network(data).model();
    graph = model.getSubgraphs()[0];
  }

  static byte[] of(FuzzedDataProvider data) {
    ChangedNetwork network = new ChangedNetwork(data);
    for (int changes = data.consumeInt(0, MOST_CHANGES); changes > 0; changes--) {
      network.change();
    }
    return NetworkFile.bytes(network.model);
  }

  /**
   * One to three dense layers, with or without a logistic function behind them, and with or without
   * a self-test, right or wrong.
   */
  private static NetworkFile network(FuzzedDataProvider data) {
    int inputs = data.consumeInt(1, 12);
    NetworkFile file = new NetworkFile(inputs, scale(data), data.consumeByte());
    for (int hidden = data.consumeInt(0, 2); hidden > 0; hidden--) {
      int outputs = data.consumeInt(1, 12);
      dense(file, data, inputs, outputs);
      inputs = outputs;
    }
    dense(file, data, inputs, 1);
    if (data.consumeBoolean()) {
      Integer[] steps = new Integer[data.consumeInt(0, 9)];
      Arrays.setAll(steps, i -> data.consumeInt(0, SelfTest.STEPS));
      file.selfTest(List.of(steps));
    }
    return data.consumeBoolean() ? file : file.logistic();
  }

  private static void dense(NetworkFile file, FuzzedDataProvider data, int inputs, int outputs) {
    byte[] weights = Arrays.copyOf(data.consumeBytes(inputs * outputs), inputs * outputs);
    int[] bias = new int[outputs];
    Arrays.setAll(bias, i -> data.consumeInt(-100_000, 100_000));
    float[] scales = new float[data.consumeBoolean() ? outputs : 1];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(data);
    }
    byte activation =
        data.consumeBoolean() ? ActivationFunctionType.RELU : ActivationFunctionType.NONE;
    file.dense(weights, bias, scales, scale(data), data.consumeByte(), activation);
  }

  private static float scale(FuzzedDataProvider data) {
    return Math.scalb(1 + data.consumeInt(0, 255) / 256f, data.consumeInt(-12, 4));
  }

  private void change() {
    switch (data.consumeInt(0, 6)) {
      case 0, 1 -> changeTensor(tensor());
      case 2 -> changeQuantisation(tensor().getQuantization());
      case 3 -> changeOperator(operator());
      case 4 -> changeGraph();
      case 5 -> changeBuffer();
      default -> changeFile();
    }
  }

  private void changeTensor(TensorT tensor) {
    switch (data.consumeInt(0, 7)) {
      case 0 -> tensor.setShape(numbers());
      case 1 -> tensor.setShapeSignature(numbers());
      case 2 -> tensor.setType(data.consumeByte());
      case 3 -> tensor.setBuffer(number());
      case 4 -> tensor.setIsVariable(data.consumeBoolean());
      case 5 -> tensor.setHasRank(data.consumeBoolean());
      case 6 -> tensor.setQuantization(tensor().getQuantization());
      default -> tensor.setName(data.consumeString(20));
    }
  }

  private void changeQuantisation(QuantizationParametersT quantisation) {
    if (quantisation == null) {
      return;
    }
    switch (data.consumeInt(0, 3)) {
      case 0 -> quantisation.setScale(oddScales());
      case 1 -> quantisation.setZeroPoint(Arrays.stream(numbers()).asLongStream().toArray());
      case 2 -> quantisation.setQuantizedDimension(number());
      default -> quantisation.setMin(oddScales());
    }
  }

  private void changeOperator(OperatorT operator) {
    switch (data.consumeInt(0, 6)) {
      case 0 -> operator.setInputs(numbers());
      case 1 -> operator.setOutputs(numbers());
      case 2 -> operator.setOpcodeIndex(number());
      case 3 -> operator.setIntermediates(numbers());
      case 4 -> operator.setBuiltinOptions(operator().getBuiltinOptions());
      case 5 -> operator.setMutatingVariableInputs(new boolean[] {true, data.consumeBoolean()});
      default -> changeOptions(operator);
    }
  }

  private void changeOptions(OperatorT operator) {
    if (operator.getBuiltinOptions() != null
        && operator.getBuiltinOptions().getValue() instanceof FullyConnectedOptionsT options) {
      options.setFusedActivationFunction(data.consumeByte());
      options.setWeightsFormat(data.consumeByte((byte) 0, (byte) 1));
      options.setKeepNumDims(data.consumeBoolean());
      options.setAsymmetricQuantizeInputs(data.consumeBoolean());
    }
  }

  private void changeGraph() {
    switch (data.consumeInt(0, 5)) {
      case 0 -> graph.setInputs(numbers());
      case 1 -> graph.setOutputs(numbers());
      case 2 ->
          graph.setTensors(
              Arrays.copyOf(graph.getTensors(), Math.max(1, graph.getTensors().length - 1)));
      case 3 -> graph.setTensors(longer(graph.getTensors(), tensor()));
      case 4 -> graph.setOperators(longer(graph.getOperators(), operator()));
      default -> model.setSubgraphs(new SubGraphT[] {graph, graph});
    }
  }

  private static <T> T[] longer(T[] of, T last) {
    T[] longer = Arrays.copyOf(of, of.length + 1);
    longer[of.length] = last;
    return longer;
  }

  private void changeBuffer() {
    BufferT buffer = one(model.getBuffers());
    byte[] bytes = data.consumeBytes(data.consumeInt(0, 64));
    int[] unsigned = new int[bytes.length];
    Arrays.setAll(unsigned, i -> bytes[i] & 0xFF);
    buffer.setData(unsigned);
  }

  private void changeFile() {
    switch (data.consumeInt(0, 4)) {
      case 0 -> model.getMetadata()[0].setBuffer(number());
      case 1 -> model.setVersion(number());
      case 2 -> {
        int operator = data.consumeInt(0, BuiltinOperator.names.length);
        model.getOperatorCodes()[0].setBuiltinCode(operator);
        model.getOperatorCodes()[0].setDeprecatedBuiltinCode(data.consumeByte());
      }
      case 3 -> one(model.getOperatorCodes()).setVersion(number());
      default -> model.setMetadataBuffer(numbers());
    }
  }

  private TensorT tensor() {
    return one(graph.getTensors());
  }

  private OperatorT operator() {
    return one(graph.getOperators());
  }

  private <T> T one(T[] of) {
    return of[data.consumeInt(0, of.length - 1)];
  }

  private int[] numbers() {
    int[] numbers = new int[data.consumeInt(0, 4)];
    Arrays.setAll(numbers, i -> number());
    return numbers;
  }

  /** Mostly one that is near those of tensors, buffers and sizes that there are. */
  private int number() {
    return switch (data.consumeInt(0, 7)) {
      case 0 -> data.consumeInt();
      case 1 -> ODD_NUMBERS[data.consumeInt(0, ODD_NUMBERS.length - 1)];
      default -> data.consumeInt(0, 13);
    };
  }

  private float[] oddScales() {
    float[] scales = new float[data.consumeInt(0, 4)];
    for (int i = 0; i < scales.length; i++) {
      scales[i] =
          data.consumeBoolean()
              ? scale(data)
              : ODD_SCALES[data.consumeInt(0, ODD_SCALES.length - 1)];
    }
    return scales;
  }
}
