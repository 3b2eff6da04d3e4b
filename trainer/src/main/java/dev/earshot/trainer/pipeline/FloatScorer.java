package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.trainer.network.FloatNetwork;

/** Scores with the network before it is quantised, to see what quantisation costs. Thread-safe. */
record FloatScorer(FloatNetwork network, Normalisation normalisation) implements Scorer {
  @Override
  public float score(float[] window) {
    return network.score(standardised(window));
  }

  /** The logit of a window, which is left as it is. */
  float logit(float[] window) {
    return network.logit(standardised(window));
  }

  private float[] standardised(float[] window) {
    float[] standardised = window.clone();
    normalisation.standardise(standardised);
    return standardised;
  }

  @Override
  public void close() {}
}
