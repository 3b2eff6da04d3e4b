package dev.earshot.trainer.export;

/**
 * How finely the weights of a layer are scaled. For the paper's network both measure the same: what
 * 8 bits cost it, they cost at the input.
 */
public enum WeightScales {
  /** One scale for all weights of a layer. */
  PER_TENSOR,
  /**
   * One scale for the weights of each output: finer, at 16 bytes an output. The paper's network
   * then takes 3 kB more than 64 KiB.
   */
  PER_CHANNEL
}
