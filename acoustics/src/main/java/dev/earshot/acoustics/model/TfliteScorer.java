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
   * with AVX instructions, and several in one that does not. The integers are the same: a model has
   * dense and logistic layers only ({@link GraphCheck}), which take each row by itself, so the
   * others' content, whatever is left there, has no influence.
   */
  private static final int ROWS = 2;

  private final WindowQuantiser quantiser;
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
    quantiser = new WindowQuantiser(file);
    flatbuffer = new BytePointer(GraphWriter.write(file.graph()));
    model = FlatBufferModel.VerifyAndBuildFromBuffer(flatbuffer, flatbuffer.limit());
    if (model == null || model.isNull()) {
      flatbuffer.close();
      throw new IllegalStateException("TensorFlow Lite finds model " + file + " damaged");
    }
    // Without the default delegate, XNNPACK, which rounds in a way of its own: so scores are those
    // of ReferenceInterpreter, bit for bit, and nearly always those of a microcontroller.
    resolver = new BuiltinOpResolverWithoutDefaultDelegates();
    interpreter = new Interpreter((Pointer) null);
    if (!isReady(file.metadata().inputValues())) {
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

  private boolean isReady(int inputValues) {
    try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
      if (builder.apply(interpreter, 1) != tensorflowlite.kTfLiteOk) {
        return false;
      }
    }
    int input = interpreter.inputs().get(0);
    return interpreter.ResizeInputTensor(input, new int[] {ROWS, inputValues})
            == tensorflowlite.kTfLiteOk
        && interpreter.AllocateTensors() == tensorflowlite.kTfLiteOk;
  }

  /**
   * Tries a model on a window and on the sounds of {@link SelfTest}, before anything depends on it.
   *
   * @return the same model
   * @throws InvalidModelException where TensorFlow Lite refuses it, or the sounds do not score what
   *     the model states
   */
  public static ModelFile tried(ModelFile file) throws InvalidModelException {
    try (TfliteScorer scorer = new TfliteScorer(file)) {
      scorer.score(new float[file.metadata().inputValues()]);
      SelfTest.check(file.metadata(), scorer);
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
    byte[] quantised = quantiser.quantise(window);
    inputTensor.put(quantised, 0, quantised.length);
    if (interpreter.Invoke() != tensorflowlite.kTfLiteOk) {
      throw new IllegalStateException("TensorFlow Lite failed to run the model");
    }
    return quantiser.score(outputTensor.get(0));
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
