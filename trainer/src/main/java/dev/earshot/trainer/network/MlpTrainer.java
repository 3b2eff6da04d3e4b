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
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a preset's network: Adam on the binary cross-entropy, the rate reduced when the validation
 * loss no longer falls, stopped when it has not fallen for longer, and the weights of the best
 * epoch kept. The same examples and seed give the same network to the last bit. Holds PyTorch's
 * random state, which is the process's own: one training at a time.
 */
public final class MlpTrainer {
  private static final float BATCH_NORMALISATION_EPSILON = 1e-3f;

  /** Large batches where nothing is learned from them: only the time they take depends on it. */
  private static final int VALIDATION_BATCH_WINDOWS = 1024;

  /** Folding changes the order of additions, so the logits differ in their last bits. */
  private static final double FOLDING_TOLERANCE = 1e-3;

  private final Preset preset;
  private final long seed;

  /**
   * A trainer for one preset.
   *
   * @param seed of the first weights, the order of the examples and the dropout
   */
  public MlpTrainer(Preset preset, long seed) {
    this.preset = preset;
    this.seed = seed;
  }

  /**
   * Trains a network.
   *
   * @param validation decides the learning rate and when to stop; never learned from
   * @param progress told of every finished epoch
   */
  public TrainedMlp train(Examples training, Examples validation, Consumer<Epoch> progress) {
    Engine engine = TorchEngine.get();
    engine.setRandomSeed((int) seed);
    LearningRate rate = new LearningRate(preset.learningRate());
    try (Model model = Model.newInstance(preset.name(), engine.getEngineName())) {
      model.setBlock(block());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss())
              .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
              .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build())
              .optDevices(new Device[] {Device.cpu()});
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(batchShape(1));
        return train(trainer, rate, training, validation, progress);
      }
    }
  }

  private TrainedMlp train(
      Trainer trainer,
      LearningRate rate,
      Examples training,
      Examples validation,
      Consumer<Epoch> progress) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[training.size()];
    Arrays.setAll(order, i -> i);
    Plateau plateau = new Plateau(preset.plateauEpochs(), preset.patienceEpochs());
    List<Epoch> history = new ArrayList<>();
    TrainedLayers best = layers(trainer.getModel());
    float[] bestLogits = {};
    for (int number = 1; number <= preset.epochsMax() && !plateau.exhausted(); number++) {
      shuffle(order, random);
      double trainingLoss = learn(trainer, training, order);
      float[] logits = logits(trainer, validation);
      double validationLoss = crossEntropy(logits, validation.anomalous());
      Epoch epoch =
          new Epoch(
              number,
              rate.value,
              trainingLoss,
              validationLoss,
              BinaryMetrics.of(new Judged(logits, validation.anomalous()), 0).rocAuc());
      history.add(epoch);
      progress.accept(epoch);
      if (!Double.isFinite(validationLoss)) {
        throw new ArithmeticException("the validation loss is " + validationLoss);
      }
      switch (plateau.observe(validationLoss)) {
        case BETTER -> {
          best = layers(trainer.getModel());
          bestLogits = logits;
        }
        case REDUCE -> rate.value *= preset.plateauFactor();
        case WAIT -> {}
      }
    }
    FloatNetwork network = best.folded();
    checkFolding(network, validation, bestLogits);
    return new TrainedMlp(network, best.parameters(), history, plateau.bestEpoch());
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

  private Shape batchShape(int windows) {
    return new Shape(windows, preset.windowColumns(), preset.frontEnd().coefficients());
  }

  /** One epoch; returns the mean loss of its batches while the weights changed. */
  private double learn(Trainer trainer, Examples examples, int[] order) {
    double lossSum = 0;
    for (int from = 0; from < order.length; from += preset.batchWindows()) {
      int[] batch =
          Arrays.copyOfRange(order, from, Math.min(order.length, from + preset.batchWindows()));
      try (NDManager manager = trainer.getManager().newSubManager()) {
        NDArray windows = windows(manager, examples, batch);
        NDArray truths = truths(manager, examples, batch);
        try (GradientCollector gradients = trainer.newGradientCollector()) {
          NDArray logits = trainer.forward(new NDList(windows)).singletonOrThrow();
          NDArray loss = trainer.getLoss().evaluate(new NDList(truths), new NDList(logits));
          gradients.backward(loss);
          lossSum += loss.getFloat() * (double) batch.length;
        }
        trainer.step();
      }
    }
    return lossSum / order.length;
  }

  private float[] logits(Trainer trainer, Examples examples) {
    float[] logits = new float[examples.size()];
    for (int from = 0; from < logits.length; from += VALIDATION_BATCH_WINDOWS) {
      int[] batch = new int[Math.min(VALIDATION_BATCH_WINDOWS, logits.length - from)];
      int first = from;
      Arrays.setAll(batch, i -> first + i);
      try (NDManager manager = trainer.getManager().newSubManager()) {
        NDList windows = new NDList(windows(manager, examples, batch));
        float[] some = trainer.evaluate(windows).singletonOrThrow().toFloatArray();
        System.arraycopy(some, 0, logits, from, some.length);
      }
    }
    return logits;
  }

  private NDArray windows(NDManager manager, Examples examples, int[] batch) {
    float[] flat = new float[batch.length * preset.inputs()];
    for (int i = 0; i < batch.length; i++) {
      System.arraycopy(examples.windows()[batch[i]], 0, flat, i * preset.inputs(), preset.inputs());
    }
    return manager.create(flat, batchShape(batch.length));
  }

  private static NDArray truths(NDManager manager, Examples examples, int[] batch) {
    float[] truths = new float[batch.length];
    for (int i = 0; i < batch.length; i++) {
      truths[i] = examples.anomalous()[batch[i]] ? 1 : 0;
    }
    return manager.create(truths, new Shape(batch.length, 1));
  }

  /** Binary cross-entropy from logits, in double precision and in order, so that it repeats. */
  static double crossEntropy(float[] logits, boolean[] anomalous) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      double z = anomalous[i] ? -logits[i] : logits[i];
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum / logits.length;
  }

  private TrainedLayers layers(Model model) {
    List<float[]> values = new ArrayList<>();
    model.getBlock().getParameters().values().forEach(p -> values.add(p.getArray().toFloatArray()));
    List<String> names = model.getBlock().getParameters().keys();
    FrameNormalisation normalisation =
        new FrameNormalisation(
            only(names, values, "gamma"),
            only(names, values, "beta"),
            only(names, values, "runningMean"),
            only(names, values, "runningVar"),
            BATCH_NORMALISATION_EPSILON);
    List<float[]> weights = all(names, values, "weight");
    List<float[]> biases = all(names, values, "bias");
    List<Dense> dense = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      dense.add(new Dense(weights.get(i), biases.get(i), i + 1 < weights.size()));
    }
    return new TrainedLayers(normalisation, dense);
  }

  private static float[] only(List<String> names, List<float[]> values, String name) {
    List<float[]> found = all(names, values, name);
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " parameters " + name + " in " + names);
    }
    return found.get(0);
  }

  private static List<float[]> all(List<String> names, List<float[]> values, String name) {
    List<float[]> found = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (names.get(i).endsWith(name)) {
        found.add(values.get(i));
      }
    }
    return found;
  }

  private static void checkFolding(FloatNetwork network, Examples examples, float[] logits) {
    for (int i = 0; i < logits.length; i++) {
      double difference = Math.abs(network.logit(examples.windows()[i]) - logits[i]);
      if (!(difference <= FOLDING_TOLERANCE * Math.max(1, Math.abs(logits[i])))) {
        throw new IllegalStateException(
            "folding the batch normalisation changed a logit by " + difference);
      }
    }
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private record TrainedLayers(FrameNormalisation normalisation, List<Dense> dense) {
    FloatNetwork folded() {
      List<Dense> folded = new ArrayList<>(dense);
      folded.set(0, normalisation.foldedInto(dense.get(0)));
      return new FloatNetwork(folded);
    }

    int parameters() {
      return normalisation.parameters() + dense.stream().mapToInt(Dense::parameters).sum();
    }
  }

  /** A learning rate that the loop above changes; DJL asks for it at every step. */
  private static final class LearningRate implements Tracker {
    private float value;

    private LearningRate(float value) {
      this.value = value;
    }

    @Override
    public float getNewValue(int updates) {
      return value;
    }
  }
}
