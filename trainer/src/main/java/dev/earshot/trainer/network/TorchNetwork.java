package dev.earshot.trainer.network;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;

/**
 * A preset's network in PyTorch, with its optimiser: learns batches and answers. Owns native memory
 * until it is closed. Holds PyTorch's random state, which is the process's own: one at a time, and
 * not thread-safe.
 */
final class TorchNetwork implements AutoCloseable {
  private static final float BATCH_NORMALISATION_EPSILON = 1e-3f;

  /** Large batches where nothing is learned from them: only the time they take depends on it. */
  private static final int ANSWERED_WINDOWS = 1024;

  private final Preset preset;
  private final Model model;
  private final Trainer trainer;

  /**
   * A network with its first weights.
   *
   * @param seed of them and of the dropout
   * @param rate asked for the learning rate at every step
   */
  TorchNetwork(Preset preset, long seed, Tracker rate) {
    this.preset = preset;
    Engine engine = TorchEngine.get();
    engine.setRandomSeed((int) seed);
    model = Model.newInstance(preset.name(), engine.getEngineName());
    model.setBlock(block());
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(new WeightedCrossEntropy())
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build())
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(shape(1));
  }

  private SequentialBlock block() {
    SequentialBlock block =
        new SequentialBlock()
            .add(BatchNorm.builder().optAxis(1).optEpsilon(BATCH_NORMALISATION_EPSILON).build())
            .add(Blocks.batchFlattenBlock(preset.inputs()));
    for (int units : preset.hiddenUnits()) {
      block
          .add(Linear.builder().setUnits(units).build())
          .add(Activation::relu)
          .add(Dropout.builder().optRate(preset.dropout()).build());
    }
    return block.add(Linear.builder().setUnits(1).build());
  }

  private Shape shape(int windows) {
    return new Shape(windows, preset.windowColumns(), preset.frontEnd().coefficients());
  }

  /** One step; returns the batch's loss before it. */
  double learn(Batch batch) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDArray windows = array(manager, batch.windows());
      Shape column = new Shape(batch.size(), 1);
      NDList labels =
          new NDList(
              manager.create(batch.truths(), column), manager.create(batch.weights(), column));
      double value;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDList logits = trainer.forward(new NDList(windows));
        NDArray loss = trainer.getLoss().evaluate(labels, logits);
        gradients.backward(loss);
        value = loss.getFloat();
      }
      trainer.step();
      return value;
    }
  }

  /** The logit of every window as recorded; nothing is learned from them. */
  float[] logits(Examples examples) {
    float[] logits = new float[examples.size()];
    for (int from = 0; from < logits.length; from += ANSWERED_WINDOWS) {
      float[][] windows = new float[Math.min(ANSWERED_WINDOWS, logits.length - from)][];
      for (int i = 0; i < windows.length; i++) {
        windows[i] = examples.window(from + i);
      }
      try (NDManager manager = trainer.getManager().newSubManager()) {
        NDList input = new NDList(array(manager, windows));
        float[] some = trainer.evaluate(input).singletonOrThrow().toFloatArray();
        System.arraycopy(some, 0, logits, from, some.length);
      }
    }
    return logits;
  }

  private NDArray array(NDManager manager, float[][] windows) {
    float[] flat = new float[windows.length * preset.inputs()];
    for (int i = 0; i < windows.length; i++) {
      System.arraycopy(windows[i], 0, flat, i * preset.inputs(), preset.inputs());
    }
    return manager.create(flat, shape(windows.length));
  }

  /** What has been learned so far. */
  Weights weights() {
    List<String> names = model.getBlock().getParameters().keys();
    List<float[]> values =
        model.getBlock().getParameters().values().stream()
            .map(parameter -> parameter.getArray().toFloatArray())
            .toList();
    return Weights.of(names, values, BATCH_NORMALISATION_EPSILON);
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
