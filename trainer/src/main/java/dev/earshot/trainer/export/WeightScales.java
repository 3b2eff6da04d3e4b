package dev.earshot.trainer.export;

/**
 * How finely the weights of a layer are scaled. For the paper's network both measure the same (root
 * mean square of what changes in a window's score, over nine test folds: 0.0071 and 0.0070): what 8
 * bits cost it, they cost at the input and in the first hidden layer.
 */
public enum WeightScales {
  /** One scale for all weights of a layer. */
  PER_TENSOR,
  /** One scale for the weights of each output: finer, at 24 bytes an output. */
  PER_CHANNEL
}
