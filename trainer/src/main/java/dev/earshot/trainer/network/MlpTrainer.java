package dev.earshot.trainer.network;

import ai.djl.training.tracker.Tracker;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a preset's network with Adam on the binary cross-entropy, as the preset's schedule and
 * options say. The same examples and seed give the same network to the last bit. Holds PyTorch's
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
    Batches batches = new Batches(training, preset, new SplittableRandom(seed));
    LearningRate rate = new LearningRate(course(batches.count()));
    try (TorchNetwork network = new TorchNetwork(preset, seed, rate)) {
      Session session = new Session(network, rate, batches, validation, progress);
      Kept kept = session.learn();
      if (preset.sparsity() > 0) {
        kept = session.prune(kept);
      }
      FloatNetwork folded = folded(kept.weights);
      checkFolding(folded, validation, kept.logits);
      return new TrainedMlp(folded, kept.weights.parameters(), session.history, kept.epoch);
    }
  }

  private Tracker course(int stepsOfAnEpoch) {
    Schedule schedule = preset.schedule();
    return has(TrainingOption.COSINE)
        ? Tracker.cosine()
            .setBaseValue(schedule.learningRate())
            .optFinalValue(0)
            .setMaxUpdates(schedule.epochsMax() * stepsOfAnEpoch)
            .build()
        : Tracker.fixed(schedule.learningRate());
  }

  private FloatNetwork folded(Weights weights) {
    FloatNetwork folded = weights.folded();
    return has(TrainingOption.LEVEL_FREE)
        ? Level.foldedInto(folded, preset.frontEnd().coefficients())
        : folded;
  }

  private boolean has(TrainingOption option) {
    return preset.options().contains(option);
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

  /**
   * Weights worth keeping.
   *
   * @param logits of the validation windows
   * @param epoch after which they were so, from 1
   */
  private record Kept(Weights weights, float[] logits, int epoch) {}

  /** One training under way: its network, and what has been measured so far. */
  private final class Session {
    private final TorchNetwork network;
    private final LearningRate rate;
    private final Batches batches;
    private final Examples validation;
    private final boolean[] truths;
    private final Consumer<Epoch> progress;
    private final List<Epoch> history = new ArrayList<>();
    private float[] logits = {};

    private Session(
        TorchNetwork network,
        LearningRate rate,
        Batches batches,
        Examples validation,
        Consumer<Epoch> progress) {
      this.network = network;
      this.rate = rate;
      this.batches = batches;
      this.validation = validation;
      this.truths = validation.anomalous();
      this.progress = progress;
    }

    private Kept learn() {
      Schedule schedule = preset.schedule();
      boolean stopsEarly = has(TrainingOption.EARLY_STOPPING);
      Plateau plateau = new Plateau(schedule.plateauEpochs(), schedule.patienceEpochs());
      Kept kept = kept();
      while (history.size() < schedule.epochsMax() && !(stopsEarly && plateau.exhausted())) {
        Plateau.Verdict verdict = plateau.observe(epoch().validationLoss());
        if (verdict == Plateau.Verdict.BETTER || !stopsEarly) {
          kept = kept();
        }
        if (verdict == Plateau.Verdict.REDUCE && !has(TrainingOption.COSINE)) {
          rate.reduce(schedule.plateauFactor());
        }
      }
      return kept;
    }

    /** Goes on from trained weights and takes the smallest out. */
    private Kept prune(Kept trained) {
      network.restore(trained.weights);
      rate.become(Tracker.fixed(preset.schedule().learningRate() * Pruning.RATE_FACTOR));
      Kept kept = trained;
      double lowest = Double.POSITIVE_INFINITY;
      for (int number = 1; number <= Pruning.EPOCHS; number++) {
        network.prune(Pruning.share(preset.sparsity(), number));
        double loss = epoch().validationLoss();
        boolean complete = number >= Pruning.RISING_EPOCHS;
        if (complete && (loss < lowest || !has(TrainingOption.EARLY_STOPPING))) {
          lowest = loss;
          kept = kept();
        }
      }
      return kept;
    }

    private Kept kept() {
      return new Kept(network.weights(), logits, history.size());
    }

    private Epoch epoch() {
      float learningRate = rate.getNewValue(history.size() * batches.count() + 1);
      double trainingLoss = pass();
      logits = network.logits(validation);
      Epoch epoch =
          new Epoch(
              history.size() + 1,
              learningRate,
              trainingLoss,
              crossEntropy(logits, truths),
              BinaryMetrics.of(new Judged(logits, truths), 0).rocAuc());
      history.add(epoch);
      progress.accept(epoch);
      if (!Double.isFinite(epoch.validationLoss())) {
        throw new ArithmeticException("the validation loss is " + epoch.validationLoss());
      }
      return epoch;
    }

    /** Learns all batches of an epoch; returns their mean loss while the weights changed. */
    private double pass() {
      double lossSum = 0;
      int windows = 0;
      batches.beginEpoch();
      for (int i = 0; i < batches.count(); i++) {
        Batch batch = batches.get(i);
        lossSum += network.learn(batch) * batch.size();
        windows += batch.size();
      }
      return lossSum / windows;
    }
  }
}
