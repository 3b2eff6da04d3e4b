package dev.earshot.trainer.network;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * Cuts epochs into batches and alters them as the preset's options say: which windows, how much
 * each counts, in which variant and from which column on, mixed, with something hidden. All chance
 * comes from one generator, drawn from only for options that are on. Not thread-safe.
 */
final class Batches {
  private final Examples examples;
  private final Set<TrainingOption> options;
  private final int coefficients;
  private final int batchWindows;
  private final SplittableRandom random;
  private final Draws draws;
  private int[] epoch = {};
  private float weightOfAnomalous = 1;
  private float weightOfNormal = 1;

  Batches(Examples examples, Preset preset, SplittableRandom random) {
    this.examples = examples;
    this.options = preset.options();
    this.coefficients = preset.frontEnd().coefficients();
    this.batchWindows = preset.schedule().batchWindows();
    this.random = random;
    this.draws =
        options.contains(TrainingOption.BALANCED_RECORDINGS)
            ? Draws.balanced(examples, random)
            : Draws.shuffled(examples, random);
  }

  /**
   * How many batches an epoch has: the last may be smaller, unless it is too small to learn from.
   */
  int count() {
    int rest = examples.size() % batchWindows;
    // one window alone has no variance to normalise a hidden layer by
    int least = options.contains(TrainingOption.HIDDEN_NORMALISATION) ? 2 : 1;
    return examples.size() / batchWindows + (rest >= least ? 1 : 0);
  }

  /** Begins the next epoch. */
  void beginEpoch() {
    epoch = draws.next();
    if (options.contains(TrainingOption.CLASS_WEIGHTS)) {
      weighSides();
    }
  }

  /** Weights that make both sides of this epoch count the same, n / (2 * n of the side). */
  private void weighSides() {
    int anomalous = 0;
    for (int window : epoch) {
      anomalous += examples.anomalous(window) ? 1 : 0;
    }
    int normal = epoch.length - anomalous;
    if (anomalous > 0 && normal > 0) {
      weightOfAnomalous = epoch.length / (2f * anomalous);
      weightOfNormal = epoch.length / (2f * normal);
    }
  }

  /** A batch of the epoch that has begun, from 0; made anew with each call. */
  Batch get(int number) {
    int from = number * batchWindows;
    int size = Math.min(batchWindows, epoch.length - from);
    float[][] windows = new float[size][];
    float[] truths = new float[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      int example = epoch[from + i];
      boolean anomalous = examples.anomalous(example);
      windows[i] = window(example);
      truths[i] = anomalous ? 1 : 0;
      weights[i] = anomalous ? weightOfAnomalous : weightOfNormal;
    }
    Batch batch = new Batch(windows, truths, weights);
    if (options.contains(TrainingOption.MIXUP)) {
      batch = Mixup.STANDARD.mix(batch, random);
    }
    if (options.contains(TrainingOption.SPEC_AUGMENT)) {
      for (float[] window : batch.windows()) {
        SpecAugment.STANDARD.hide(window, coefficients, random);
      }
    }
    return batch;
  }

  private float[] window(int example) {
    int variant = examples.variants() == 1 ? 0 : random.nextInt(examples.variants());
    int firstColumn =
        options.contains(TrainingOption.RANDOM_OFFSETS)
            ? random.nextInt(examples.lastFirstColumn(example) + 1)
            : examples.firstColumn(example);
    return examples.window(example, variant, firstColumn);
  }
}
