package dev.earshot.fuzz;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ReferenceInterpreter;
import dev.earshot.acoustics.model.ReferenceInterpreter.Kernels;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.SelfTest;
import dev.earshot.acoustics.testing.NetworkFile;
import dev.earshot.processor.node.NodeModel;
import org.tensorflow.lite.schema.ActivationFunctionType;

/** A small model of windows of four columns: loud is anomalous, quiet is not. */
final class FuzzModel {
  private static final int COLUMNS = 4;

  // the mean of c0 over a window is -600 for silence and near 0 at full scale
  private static final float C0_STEP = 4;
  private static final float LOUDER_WEIGHT = 1f / 80;

  /** (mean c0 + 250) / 20 is 0. */
  private static final int BIAS = 250;

  private FuzzModel() {}

  private static NetworkFile network() {
    return new NetworkFile(COLUMNS, C0_STEP, Byte.MAX_VALUE)
        .dense(
            new byte[] {1, 1, 1, 1},
            new int[] {BIAS},
            new float[] {LOUDER_WEIGHT},
            0.1f,
            0,
            ActivationFunctionType.NONE)
        .logistic();
  }

  /** The file, stating what the sounds of the self-test score. */
  static byte[] bytes() {
    ModelFile untested = parsed(network().bytes());
    try (Scorer scorer = new ReferenceInterpreter(untested, Kernels.TFLITE)) {
      return network().selfTest(SelfTest.steps(untested.metadata(), scorer)).bytes();
    }
  }

  static ModelFile file() {
    return parsed(bytes());
  }

  private static ModelFile parsed(byte[] bytes) {
    try {
      return ModelFile.parse(bytes);
    } catch (InvalidModelException e) {
      throw new IllegalStateException(e);
    }
  }

  static NodeModel node() {
    return NodeModel.of(file());
  }
}
