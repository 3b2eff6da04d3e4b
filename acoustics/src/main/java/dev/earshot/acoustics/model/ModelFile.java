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
import java.util.zip.Deflater;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;

/**
 * A TensorFlow Lite model with Earshot's metadata inside, checked: one graph of fully connected
 * layers and logistic functions (FULLY_CONNECTED, with or without RELU, and LOGISTIC), int8 in and
 * out, as many inputs as its window has values, one output. Immutable and thread-safe.
 */
public final class ModelFile {
  /** The entry of the file's metadata table that holds {@link ModelMetadata} as JSON. */
  public static final String METADATA_NAME = "earshot";

  /** A larger file is refused. */
  public static final int MOST_BYTES = 16 << 20;

  /** Multiply-accumulates that the network may take for a second of sound. */
  public static final long MOST_MACS_A_SECOND = 200_000_000;

  private static final byte[] IDENTIFIER = "TFL3".getBytes(StandardCharsets.US_ASCII);
  private static final int IDENTIFIER_AT = 4;

  /** Its tree takes many times as much. */
  public static final int MOST_METADATA_BYTES = 256 << 10;

  private static final int ID_DIGITS = 12;

  private final byte[] bytes;
  private final ModelMetadata metadata;
  private final String id;
  private final Graph graph;
  private final Quantisation input;
  private final Quantisation output;
  private final int arenaBytes;

  private ModelFile(byte[] bytes, ModelMetadata metadata, Graph graph)
      throws InvalidModelException {
    this.bytes = bytes;
    this.metadata = metadata;
    this.graph = graph;
    id = metadata.name() + "-" + digest(bytes).substring(0, ID_DIGITS);
    input = quantisation("input", graph.tensors().get(graph.input()), metadata.inputValues());
    output = quantisation("output", graph.tensors().get(graph.output()), 1);
    arenaBytes = MicroArena.estimateBytes(graph);
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
    Contents contents = contents(copy);
    ModelMetadata metadata = ModelMetadata.parse(contents.metadataJson());
    GraphCheck.check(contents.graph());
    requireAffordable(contents.graph(), metadata);
    return new ModelFile(copy, metadata, contents.graph());
  }

  /** Of what the file says of itself, a processor of many nodes could come to a standstill. */
  private static void requireAffordable(Graph graph, ModelMetadata metadata)
      throws InvalidModelException {
    long macs = graph.layers().stream().mapToLong(Layer::macs).sum();
    double macsPerSecond = macs / metadata.strideSeconds();
    GraphReader.require(
        macsPerSecond <= MOST_MACS_A_SECOND,
        "its network takes %,.0f multiply-accumulates for a second of sound, of at most %,d",
        macsPerSecond,
        MOST_MACS_A_SECOND);
  }

  /** What is read of a file's flatbuffer, unchecked. */
  private record Contents(byte[] metadataJson, Graph graph) {}

  private static Contents contents(byte[] bytes) throws InvalidModelException {
    try {
      Model model = Model.getRootAsModel(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
      return new Contents(metadataJson(model), GraphReader.read(model, bytes.length));
    } catch (RuntimeException e) {
      // an offset of the flatbuffer that points nowhere ends in one of many kinds of these
      throw new InvalidModelException("it is damaged: an offset in it points nowhere", e);
    }
  }

  private static byte[] metadataJson(Model model) throws InvalidModelException {
    // as bytes: a damaged file's names may be as long as the file
    ByteBuffer name = ByteBuffer.wrap(METADATA_NAME.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < Math.min(GraphReader.MOST_PARTS, model.metadataLength()); i++) {
      Metadata entry = model.metadata(i);
      if (name.equals(entry.nameAsByteBuffer())) {
        Buffer buffer = model.buffers((int) entry.buffer());
        GraphReader.require(
            buffer.dataLength() > 0 && buffer.dataLength() <= MOST_METADATA_BYTES,
            "its metadata has %,d bytes, needs 1 to %,d",
            buffer.dataLength(),
            MOST_METADATA_BYTES);
        byte[] json = new byte[buffer.dataLength()];
        buffer.dataAsByteBuffer().get(json);
        return json;
      }
    }
    throw new InvalidModelException(
        "it has no '" + METADATA_NAME + "' entry in its metadata: not a model of Earshot's");
  }

  private static Quantisation quantisation(String which, Graph.Tensor tensor, int values)
      throws InvalidModelException {
    GraphReader.require(
        tensor.type() == Graph.ElementType.INT8,
        "its %s is %s, needs to be INT8",
        which,
        tensor.type());
    GraphReader.require(
        tensor.elements() == values,
        "its %s has %d values, its metadata says %d",
        which,
        tensor.elements(),
        values);
    GraphReader.require(tensor.scales().length == 1, "its %s has no usable quantisation", which);
    return tensor.quantisation();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
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

  /**
   * The file's size once compressed, as it goes over the air: with Deflate (RFC 1951) at its best,
   * as gzip and zip have it. What is pruned to 0 shows here.
   */
  public int compressedBytes() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] piece = new byte[1 << 13];
      int compressed = 0;
      while (!deflater.finished()) {
        compressed += deflater.deflate(piece);
      }
      return compressed;
    } finally {
      deflater.end();
    }
  }

  /** Weights and biases. */
  public long parameters() {
    return graph.layers().stream().mapToLong(layer -> layer.weights() + layer.biases()).sum();
  }

  /** The operators in the order they run, by TensorFlow Lite's names. */
  public List<String> operators() {
    return graph.operators().stream().map(Graph.Operator::name).toList();
  }

  /** The operators in the order they run, with their sizes and how they are quantised. */
  public List<Layer> layers() {
    return graph.layers();
  }

  /**
   * What TensorFlow Lite Micro needs to run it on a 32-bit microcontroller, estimated: {@code
   * MicroArena} says how, and how well.
   */
  public int arenaBytes() {
    return arenaBytes;
  }

  /** How a standardised window becomes the network's input. */
  public Quantisation input() {
    return input;
  }

  /** How the network's output becomes a score. */
  public Quantisation output() {
    return output;
  }

  Graph graph() {
    return graph;
  }

  @Override
  public String toString() {
    return id;
  }
}
