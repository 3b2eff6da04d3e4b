package dev.earshot.trainer.network;

/**
 * Watches the validation loss from epoch to epoch and says when the learning rate is to be reduced
 * and when to stop. Not thread-safe.
 */
final class Plateau {
  /** What an epoch's loss calls for. */
  enum Verdict {
    /** The lowest loss so far: keep these weights. */
    BETTER,
    /** No better for as many epochs as it takes to reduce the rate. */
    REDUCE,
    /** No better, yet. */
    WAIT
  }

  private final int reduceAfterEpochs;
  private final int stopAfterEpochs;
  private double lowest = Double.POSITIVE_INFINITY;
  private int epochs;
  private int bestEpoch;
  private int sinceReduced;

  Plateau(int reduceAfterEpochs, int stopAfterEpochs) {
    this.reduceAfterEpochs = reduceAfterEpochs;
    this.stopAfterEpochs = stopAfterEpochs;
  }

  Verdict observe(double loss) {
    epochs++;
    if (loss < lowest) {
      lowest = loss;
      bestEpoch = epochs;
      sinceReduced = 0;
      return Verdict.BETTER;
    }
    sinceReduced++;
    if (sinceReduced == reduceAfterEpochs) {
      sinceReduced = 0;
      return Verdict.REDUCE;
    }
    return Verdict.WAIT;
  }

  /** The epoch of the lowest loss, from 1; 0 before the first. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Whether the loss has not fallen for so long that it is not worth going on. */
  boolean exhausted() {
    return epochs - bestEpoch >= stopAfterEpochs;
  }
}
