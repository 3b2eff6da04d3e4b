package dev.earshot.trainer.network;

import java.util.List;

/**
 * What training came to.
 *
 * @param network of the epoch that was kept, all normalisation folded into the dense layers
 * @param trainedParameters numbers learned before folding, as the paper counts them
 * @param history every epoch, in order
 * @param keptEpoch the number of the epoch that the weights are of
 */
public record TrainedMlp(
    FloatNetwork network, int trainedParameters, List<Epoch> history, int keptEpoch) {
  /** Copies the list. */
  public TrainedMlp {
    history = List.copyOf(history);
  }

  /**
   * The same with logits times a slope.
   *
   * @param slope above 0
   */
  public TrainedMlp withScaledLogit(double slope) {
    return new TrainedMlp(network.withScaledLogit(slope), trainedParameters, history, keptEpoch);
  }
}
