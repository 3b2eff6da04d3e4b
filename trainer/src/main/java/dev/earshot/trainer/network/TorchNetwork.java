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
import ai.djl.nn.ParameterList;
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
import ai.djl.util.Pair;
import java.util.ArrayList;
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

  /** What weights shrink by at every step, times the learning rate: PyTorch's own default. */
  private static final float WEIGHT_DECAY = 0.01f;

  private final Preset preset;
  private final boolean levelFree;
  private final Model model;
  private final Trainer trainer;

  /** Of each dense layer, once it is pruned. */
  private final List<Masked> pruned = new ArrayList<>();

  /**
   * A network with its first weights.
   *
   * @param seed of them and of the dropout
   * @param rate asked for the learning rate at every step
   */
  TorchNetwork(Preset preset, long seed, Tracker rate) {
    this.preset = preset;
    this.levelFree = preset.options().contains(TrainingOption.LEVEL_FREE);
    Engine engine = TorchEngine.get();
    engine.setRandomSeed((int) seed);
    model = Model.newInstance(preset.name(), engine.getEngineName());
    model.setBlock(block());
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(new WeightedCrossEntropy())
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                .optOptimizer(optimizer(rate))
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(shape(1));
  }

  private Optimizer optimizer(Tracker rate) {
    return preset.options().contains(TrainingOption.WEIGHT_DECAY)
        ? Optimizer.adamW().optLearningRateTracker(rate).optWeightDecays(WEIGHT_DECAY).build()
        : Optimizer.adam().optLearningRateTracker(rate).build();
  }

  private SequentialBlock block() {
    SequentialBlock block =
        new SequentialBlock().add(normalisation()).add(Blocks.batchFlattenBlock(preset.inputs()));
    for (int units : preset.hiddenUnits()) {
      block.add(Linear.builder().setUnits(units).build());
      if (preset.options().contains(TrainingOption.HIDDEN_NORMALISATION)) {
        block.add(normalisation());
      }
      block.add(Activation::relu).add(Dropout.builder().optRate(preset.dropout()).build());
    }
    return block.add(Linear.builder().setUnits(1).build());
  }

  /** Over the second axis: the frames of a window, the outputs of a layer. */
  private static BatchNorm normalisation() {
    return BatchNorm.builder().optAxis(1).optEpsilon(BATCH_NORMALISATION_EPSILON).build();
  }

  private Shape shape(int windows) {
    return new Shape(windows, preset.windowColumns(), coefficients());
  }

  private int coefficients() {
    return preset.frontEnd().coefficients();
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
      pruned.forEach(Masked::apply);
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
      if (levelFree) {
        Level.takeOut(flat, i * preset.inputs(), preset.inputs(), coefficients());
      }
    }
    return manager.create(flat, shape(windows.length));
  }

  /** What has been learned so far. */
  Weights weights() {
    ParameterList parameters = model.getBlock().getParameters();
    List<float[]> values =
        parameters.values().stream().map(parameter -> parameter.getArray().toFloatArray()).toList();
    return new Weights(parameters.keys(), values, BATCH_NORMALISATION_EPSILON);
  }

  /** Goes back to what was learned once. */
  void restore(Weights weights) {
    ParameterList parameters = model.getBlock().getParameters();
    try (NDManager manager = trainer.getManager().newSubManager()) {
      for (int i = 0; i < parameters.size(); i++) {
        NDArray array = parameters.valueAt(i).getArray();
        // by arithmetic, since PyTorch prints a warning at what DJL has for it, set and copyTo
        array.subi(array).addi(manager.create(weights.values().get(i), array.getShape()));
      }
    }
  }

  /** Sets a share of every dense layer's weights to zero, for good: see {@link Pruning}. */
  void prune(double share) {
    pruned.forEach(layer -> layer.mask.close());
    pruned.clear();
    for (Pair<String, Parameter> parameter : model.getBlock().getParameters()) {
      if (parameter.getKey().endsWith(Weights.DENSE)) {
        NDArray weights = parameter.getValue().getArray();
        boolean seesLevel = levelFree && pruned.isEmpty();
        float[] mask =
            Pruning.mask(
                weights.toFloatArray(),
                share,
                // taking the level out of weights would make them anything but zero again
                i -> seesLevel && Level.isLevel(i, coefficients()));
        pruned.add(new Masked(weights, trainer.getManager().create(mask, weights.getShape())));
      }
    }
    pruned.forEach(Masked::apply);
  }

  /** Weights, and 0 for those of them that were taken out, 1 for the others. */
  private record Masked(NDArray weights, NDArray mask) {
    void apply() {
      weights.muli(mask);
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
