package dev.earshot.trainer.network;

import ai.djl.training.tracker.Tracker;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import java.util.ArrayList;
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
  /** Folding changes the order of additions, so the logits differ in their last bits. */
  private static final double FOLDING_TOLERANCE = 1e-3;

  private final Preset preset;
  private final long seed;

  /**
   * A trainer for one preset.
   *
   * @param seed of the first weights, the order of the examples, the dropout and all that options
   *     of the preset leave to chance
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
    LearningRate rate = new LearningRate(preset.schedule().learningRate());
    try (TorchNetwork network = new TorchNetwork(preset, seed, rate)) {
      return train(network, rate, training, validation, progress);
    }
  }

  private TrainedMlp train(
      TorchNetwork network,
      LearningRate rate,
      Examples training,
      Examples validation,
      Consumer<Epoch> progress) {
    Schedule schedule = preset.schedule();
    Batches batches = new Batches(training, preset, new SplittableRandom(seed));
    boolean[] truths = validation.anomalous();
    Plateau plateau = new Plateau(schedule.plateauEpochs(), schedule.patienceEpochs());
    List<Epoch> history = new ArrayList<>();
    Weights best = network.weights();
    float[] bestLogits = {};
    for (int number = 1; number <= schedule.epochsMax() && !plateau.exhausted(); number++) {
      double trainingLoss = learn(network, batches, training.size());
      float[] logits = network.logits(validation);
      double validationLoss = crossEntropy(logits, truths);
      double rocAuc = BinaryMetrics.of(new Judged(logits, truths), 0).rocAuc();
      Epoch epoch = new Epoch(number, rate.value, trainingLoss, validationLoss, rocAuc);
      history.add(epoch);
      progress.accept(epoch);
      if (!Double.isFinite(validationLoss)) {
        throw new ArithmeticException("the validation loss is " + validationLoss);
      }
      switch (plateau.observe(validationLoss)) {
        case BETTER -> {
          best = network.weights();
          bestLogits = logits;
        }
        case REDUCE -> rate.value *= schedule.plateauFactor();
        case WAIT -> {}
      }
    }
    FloatNetwork folded = best.folded();
    checkFolding(folded, validation, bestLogits);
    return new TrainedMlp(folded, best.parameters(), history, plateau.bestEpoch());
  }

  /** One epoch; returns the mean loss of its batches while the weights changed. */
  private static double learn(TorchNetwork network, Batches batches, int windows) {
    double lossSum = 0;
    batches.beginEpoch();
    for (int i = 0; i < batches.count(); i++) {
      Batch batch = batches.get(i);
      lossSum += network.learn(batch) * batch.size();
    }
    return lossSum / windows;
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

  private static void checkFolding(FloatNetwork network, Examples examples, float[] logits) {
    for (int i = 0; i < logits.length; i++) {
      double difference = Math.abs(network.logit(examples.window(i)) - logits[i]);
      if (!(difference <= FOLDING_TOLERANCE * Math.max(1, Math.abs(logits[i])))) {
        throw new IllegalStateException(
            "folding the batch normalisation changed a logit by " + difference);
      }
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
