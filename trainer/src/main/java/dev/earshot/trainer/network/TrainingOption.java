package dev.earshot.trainer.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What helps training and can be had or not, each with one standard strength, which is said where
 * it is done.
 */
public enum TrainingOption {
  /** Windows of the rarer side count more, so that both sides weigh the same in an epoch's loss. */
  CLASS_WEIGHTS,

  /** Each recording is learned from equally often, however many clips were cut from it. */
  BALANCED_RECORDINGS,

  /** How loud a window is as a whole is kept from the network: {@link Level}. */
  LEVEL_FREE,

  /**
   * Batch normalisation of the hidden layers too, before their rectifiers; it folds into them.
   * Source: S. Ioffe, C. Szegedy, "Batch Normalization", ICML 2015.
   */
  HIDDEN_NORMALISATION,

  /** Windows of a clip begin at any column, another one in each epoch. */
  RANDOM_OFFSETS,

  /** Two windows and their truths are mixed into one: {@link Mixup}. */
  MIXUP,

  /** Some columns and some coefficients of a window are hidden: {@link SpecAugment}. */
  SPEC_AUGMENT,

  /** Clips are also heard louder and softer. */
  GAIN,

  /** Clips are also heard with pink noise over them. */
  NOISE,

  /** Clips are also heard with a normal clip of another recording under them. */
  BACKGROUND,

  /**
   * Weights shrink a little at every step, apart from their gradient. Source: I. Loshchilov, F.
   * Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
   */
  WEIGHT_DECAY,

  /**
   * The learning rate falls to nothing along half a cosine over all epochs, and not on plateaus.
   * Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR
   * 2017 (without the restarts).
   */
  COSINE,

  /**
   * Training ends when the validation loss has not fallen for some epochs, and the weights of the
   * best epoch are kept. Without it all epochs are trained, and the last weights kept.
   */
  EARLY_STOPPING;

  /** Its name on the command line, as {@code class-weights}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The option of a {@link #label}. */
  public static Optional<TrainingOption> named(String label) {
    return Arrays.stream(values()).filter(option -> option.label().equals(label)).findFirst();
  }
}
