package dev.earshot.acoustics.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/**
 * A TensorFlow Lite model with Earshot's metadata inside, checked: one graph, int8 in and out, as
 * many inputs as its window has values, one output. Immutable and thread-safe.
 */
public final class ModelFile {
  /** The entry of the file's metadata table that holds {@link ModelMetadata} as JSON. */
  public static final String METADATA_NAME = "earshot";

  /** A larger file is refused. */
  static final int MOST_BYTES = 16 << 20;

  private static final byte[] IDENTIFIER = "TFL3".getBytes(StandardCharsets.US_ASCII);
  private static final int IDENTIFIER_AT = 4;
  private static final int MOST_PARTS = 10_000;
  private static final int ID_DIGITS = 12;

  private final byte[] bytes;
  private final ModelMetadata metadata;
  private final String id;
  private final Quantisation input;
  private final Quantisation output;
  private final long parameters;
  private final List<String> operators;
  private final int arenaBytes;

  /** {@code real = scale * (int8 - zeroPoint)} */
  record Quantisation(float scale, int zeroPoint) {}

  private ModelFile(byte[] bytes, Model model) throws InvalidModelException {
    this.bytes = bytes;
    metadata = ModelMetadata.parse(metadataJson(model));
    id = metadata.name() + "-" + digest(bytes).substring(0, ID_DIGITS);
    require(model.subgraphsLength() == 1, "it has %d graphs, needs 1", model.subgraphsLength());
    SubGraph graph = model.subgraphs(0);
    require(graph.tensorsLength() <= MOST_PARTS, "it has %d tensors", graph.tensorsLength());
    require(graph.operatorsLength() <= MOST_PARTS, "it has %d operators", graph.operatorsLength());
    require(graph.inputsLength() == 1, "it has %d inputs, needs 1", graph.inputsLength());
    require(graph.outputsLength() == 1, "it has %d outputs, needs 1", graph.outputsLength());
    input = quantisation("input", graph.tensors(graph.inputs(0)), metadata.inputValues());
    output = quantisation("output", graph.tensors(graph.outputs(0)), 1);
    requireData(model, graph);
    parameters = parameters(model, graph);
    operators =
        IntStream.range(0, graph.operatorsLength())
            .mapToObj(i -> operatorName(model, graph.operators(i).opcodeIndex()))
            .toList();
    arenaBytes = MicroArena.estimateBytes(model, graph);
  }

  /**
   * Reads and checks a model from a stream, of which no more is taken than a model may have: a
   * foreign file may be of any size.
   *
   * @param in read to its end; not closed
   * @throws IOException where it can't be read
   * @throws InvalidModelException as {@link #parse} does
   */
  public static ModelFile read(InputStream in) throws IOException, InvalidModelException {
    return parse(in.readNBytes(MOST_BYTES + 1));
  }

  /**
   * Checks a model.
   *
   * @param tflite the whole file
   * @throws InvalidModelException where it is damaged, foreign, or not a model for this front-end
   */
  public static ModelFile parse(byte[] tflite) throws InvalidModelException {
    if (tflite.length > MOST_BYTES) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT, "it has more than %,d bytes, the most that are read", MOST_BYTES));
    }
    if (tflite.length < IDENTIFIER_AT + IDENTIFIER.length
        || !Arrays.equals(
            tflite, IDENTIFIER_AT, IDENTIFIER_AT + IDENTIFIER.length, IDENTIFIER, 0, 4)) {
      throw new InvalidModelException("it is not a TensorFlow Lite file (no TFL3 mark)");
    }
    byte[] copy = tflite.clone();
    try {
      return new ModelFile(copy, Model.getRootAsModel(littleEndian(copy)));
    } catch (InvalidModelException e) {
      throw e;
    } catch (RuntimeException e) {
      // an offset of the flatbuffer that points nowhere ends in one of many kinds of these
      throw new InvalidModelException("it is damaged: " + e, e);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] metadataJson(Model model) throws InvalidModelException {
    for (int i = 0; i < Math.min(MOST_PARTS, model.metadataLength()); i++) {
      Metadata entry = model.metadata(i);
      if (METADATA_NAME.equals(entry.name())) {
        ByteBuffer data = model.buffers((int) entry.buffer()).dataAsByteBuffer();
        byte[] json = new byte[data.remaining()];
        data.get(json);
        return json;
      }
    }
    throw new InvalidModelException(
        "it has no '" + METADATA_NAME + "' entry in its metadata: not a model of Earshot's");
  }

  private static Quantisation quantisation(String which, Tensor tensor, int values)
      throws InvalidModelException {
    require(
        tensor.type() == TensorType.INT8,
        "its %s is %s, needs to be INT8",
        which,
        TensorType.name(tensor.type()));
    require(
        elements(tensor) == values,
        "its %s has %d values, its metadata says %d",
        which,
        elements(tensor),
        values);
    QuantizationParameters parameters = tensor.quantization();
    require(
        parameters != null
            && parameters.scaleLength() == 1
            && parameters.zeroPointLength() == 1
            && parameters.scale(0) > 0
            && Float.isFinite(parameters.scale(0))
            && parameters.zeroPoint(0) == (byte) parameters.zeroPoint(0),
        "its %s has no usable quantisation",
        which);
    return new Quantisation(parameters.scale(0), (int) parameters.zeroPoint(0));
  }

  /**
   * Native code takes the file's word for where an operator's inputs are. Each must be the graph's
   * input, the result of an operator before, or a constant of just the size that its shape says.
   */
  private static void requireData(Model model, SubGraph graph) throws InvalidModelException {
    boolean[] known = new boolean[graph.tensorsLength()];
    for (int t = 0; t < known.length; t++) {
      Tensor tensor = graph.tensors(t);
      int dataBytes = model.buffers((int) tensor.buffer()).dataLength();
      require(
          dataBytes == 0 || dataBytes == elements(tensor) * elementBytes(tensor),
          "its tensor %d has %d bytes of data, its shape needs others",
          t,
          dataBytes);
      known[t] = dataBytes > 0 || t == graph.inputs(0);
    }
    for (int o = 0; o < graph.operatorsLength(); o++) {
      Operator operator = graph.operators(o);
      require(operator.inputsLength() > 0, "its operator %d has no input", o);
      require(operator.outputsLength() > 0, "its operator %d has no output", o);
      for (int i = 0; i < operator.inputsLength(); i++) {
        int t = operator.inputs(i);
        require(
            t >= 0 && t < known.length && known[t], "its operator %d reads tensor %d unset", o, t);
      }
      for (int i = 0; i < operator.outputsLength(); i++) {
        known[operator.outputs(i)] = true;
      }
    }
    require(known[graph.outputs(0)], "none of its operators writes its output");
  }

  private static int elementBytes(Tensor tensor) throws InvalidModelException {
    return switch (tensor.type()) {
      case TensorType.INT8 -> Byte.BYTES;
      case TensorType.INT32 -> Integer.BYTES;
      default ->
          throw new InvalidModelException(
              "it has a tensor of " + TensorType.name(tensor.type()) + ", int8 and int32 are read");
    };
  }

  private static long parameters(Model model, SubGraph graph) {
    return IntStream.range(0, graph.tensorsLength())
        .mapToObj(graph::tensors)
        .filter(tensor -> model.buffers((int) tensor.buffer()).dataLength() > 0)
        .mapToLong(ModelFile::elements)
        .sum();
  }

  static long elements(Tensor tensor) {
    return IntStream.range(0, tensor.shapeLength())
        .mapToLong(tensor::shape)
        .reduce(1, Math::multiplyExact);
  }

  /** The operator's number; files from before the 128th operator say it in one byte. */
  static int operatorCode(Model model, long index) {
    var code = model.operatorCodes((int) index);
    return Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
  }

  private static String operatorName(Model model, long index) {
    return BuiltinOperator.name(operatorCode(model, index));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean holds, String otherwise, Object... values)
      throws InvalidModelException {
    if (!holds) {
      throw new InvalidModelException(String.format(Locale.ROOT, otherwise, values));
    }
  }

  /** The model's name and the first digits of the file's SHA-256: the same for the same bytes. */
  public String id() {
    return id;
  }

  /** What the file says of itself. */
  public ModelMetadata metadata() {
    return metadata;
  }

  /** The file, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The file's size. */
  public int fileBytes() {
    return bytes.length;
  }

  /** Weights and biases. */
  public long parameters() {
    return parameters;
  }

  /** The operators in the order they run, by TensorFlow Lite's names. */
  public List<String> operators() {
    return operators;
  }

  /** What TensorFlow Lite Micro needs to run it, estimated: see {@link MicroArena}. */
  public int arenaBytes() {
    return arenaBytes;
  }

  Quantisation input() {
    return input;
  }

  Quantisation output() {
    return output;
  }

  @Override
  public String toString() {
    return id;
  }
}
