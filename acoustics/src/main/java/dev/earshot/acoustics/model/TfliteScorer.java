package dev.earshot.acoustics.model;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * Runs a model file with TensorFlow Lite: standardises and quantises a window, invokes the int8
 * network, and gives its output back as a probability.
 *
 * <p>Owns native memory from construction until {@link #close}; the collector does not free it in
 * time. Not thread-safe: one scorer, one thread. {@link #score} allocates nothing.
 */
public final class TfliteScorer implements Scorer {
  /**
   * Rows that the network is run on, of which only the first is looked at. Alone it would take nine
   * times as long: this build of TensorFlow Lite multiplies a single row in a loop that mixes SSE
   * with AVX instructions, and several in one that does not. The integers are the same.
   */
  private static final int ROWS = 2;

  private final ModelFile.Quantisation output;

  /** {@code int8 = round(x * slope[c] + intercept[c])}: standardisation and quantisation in one. */
  private final float[] slope;

  private final float[] intercept;
  private final byte[] quantised;

  private final BytePointer flatbuffer;
  private final FlatBufferModel model;
  private final BuiltinOpResolver resolver;
  private final Interpreter interpreter;
  private final BytePointer inputTensor;
  private final BytePointer outputTensor;
  private boolean closed;

  /**
   * @throws IllegalStateException where TensorFlow Lite refuses the model
   */
  public TfliteScorer(ModelFile file) {
    output = file.output();
    Normalisation normalisation = file.metadata().normalisation();
    slope = new float[normalisation.coefficients()];
    intercept = new float[slope.length];
    for (int c = 0; c < slope.length; c++) {
      slope[c] = 1 / (normalisation.standardDeviation(c) * file.input().scale());
      intercept[c] = file.input().zeroPoint() - normalisation.mean(c) * slope[c];
    }
    quantised = new byte[file.metadata().inputValues()];

    flatbuffer = new BytePointer(file.bytes());
    model = FlatBufferModel.VerifyAndBuildFromBuffer(flatbuffer, flatbuffer.limit());
    if (model == null || model.isNull()) {
      flatbuffer.close();
      throw new IllegalStateException("TensorFlow Lite finds model " + file + " damaged");
    }
    // Without the default delegate, XNNPACK, which rounds otherwise than TensorFlow Lite Micro:
    // equal features get equal scores everywhere, on a microcontroller too.
    resolver = new BuiltinOpResolverWithoutDefaultDelegates();
    interpreter = new Interpreter((Pointer) null);
    if (!isReady()) {
      free();
      throw new IllegalStateException("TensorFlow Lite can't run model " + file);
    }
    inputTensor = interpreter.typed_input_tensor_byte(0);
    outputTensor = interpreter.typed_output_tensor_byte(0);
    if (inputTensor == null || outputTensor == null) {
      free();
      throw new IllegalStateException("TensorFlow Lite finds no int8 output in model " + file);
    }
  }

  private boolean isReady() {
    try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
      if (builder.apply(interpreter, 1) != tensorflowlite.kTfLiteOk) {
        return false;
      }
    }
    int input = interpreter.inputs().get(0);
    return interpreter.ResizeInputTensor(input, new int[] {ROWS, quantised.length})
            == tensorflowlite.kTfLiteOk
        && interpreter.AllocateTensors() == tensorflowlite.kTfLiteOk;
  }

  /**
   * Tries a model on a window, before anything depends on it.
   *
   * @return the same model
   * @throws InvalidModelException where TensorFlow Lite refuses it
   */
  public static ModelFile tried(ModelFile file) throws InvalidModelException {
    try (TfliteScorer scorer = new TfliteScorer(file)) {
      scorer.score(new float[file.metadata().inputValues()]);
      return file;
    } catch (IllegalStateException e) {
      throw new InvalidModelException("it does not run: " + e.getMessage(), e);
    }
  }

  @Override
  public float score(float[] window) {
    if (closed) {
      throw new IllegalStateException("the scorer is closed");
    }
    if (window.length != quantised.length) {
      throw new IllegalArgumentException(
          "a window of %d values for a model of %d".formatted(window.length, quantised.length));
    }
    for (int i = 0, c = 0; i < quantised.length; i++) {
      int rounded = Math.round(window[i] * slope[c] + intercept[c]);
      quantised[i] = (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, rounded));
      c = c + 1 == slope.length ? 0 : c + 1;
    }
    inputTensor.put(quantised, 0, quantised.length);
    if (interpreter.Invoke() != tensorflowlite.kTfLiteOk) {
      throw new IllegalStateException("TensorFlow Lite failed to run the model");
    }
    return output.scale() * (outputTensor.get(0) - output.zeroPoint());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      free();
    }
  }

  private void free() {
    interpreter.close();
    resolver.close();
    model.close();
    flatbuffer.close();
  }
}
