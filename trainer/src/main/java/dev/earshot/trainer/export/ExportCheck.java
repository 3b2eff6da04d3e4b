package dev.earshot.trainer.export;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.trainer.network.FloatNetwork;

/**
 * A model file, run by TensorFlow Lite, beside two runs of PyTorch on the same windows: what
 * exporting changed, and what rounding did.
 *
 * <p>The quantised network's own numbers as floats leave nothing to differ but the arithmetic, so a
 * mistake in the file (a wrong scale, an order, an operator) shows at once. The float network
 * before it was quantised can't agree as closely: the logit alone comes in steps of up to 11/255,
 * and one of them is worth up to 2.8 of the score's.
 *
 * @param exporting the file beside the quantised network computed in floats
 * @param rounding the file beside the float network it was made from
 */
public record ExportCheck(Agreement exporting, Agreement rounding) {

  /**
   * Runs all three.
   *
   * @param file made from {@code quantised}
   * @param windows at least one, as the front-end gives them, each flattened column by column
   */
  public static ExportCheck of(
      ModelFile file, QuantisedNetwork quantised, FloatNetwork network, float[][] windows) {
    float[] scores = new float[windows.length];
    float[][] standardised = new float[windows.length][];
    try (Scorer scorer = new TfliteScorer(file)) {
      for (int i = 0; i < windows.length; i++) {
        scores[i] = scorer.score(windows[i]);
        standardised[i] = windows[i].clone();
        file.metadata().normalisation().standardise(standardised[i]);
      }
    }
    return new ExportCheck(
        Agreement.of(scores, TorchScores.of(quantised, standardised)),
        Agreement.of(scores, TorchScores.of(network, standardised)));
  }
}
