package dev.earshot.processor.simulation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.Training;
import dev.earshot.processor.node.NodeModel;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a simulated processor hears with. Its score follows the loudness of a window, and its last
 * digits betray every bit of it: no two windows that differ score the same.
 */
enum Hearing {
  /** So small and quick that anomalies open and close within a second, and cheap. */
  SMALL(
      new FrontEndConfig(8_000, 128, 64, 8, 0, 4_000, 4, 1e-10),
      8,
      4,
      new DecisionConfig(0.5f, 0.35f, 0.95f, 0.05, 0.07, 0.1, 1.0, 0.3, 0.2)),
  /** Another of the same rate, with other windows and thresholds. */
  SMALL_TOO(
      new FrontEndConfig(8_000, 160, 80, 10, 0, 4_000, 3, 1e-10),
      6,
      3,
      new DecisionConfig(0.7f, 0.6f, 0.9f, 0.02, 0.05, 0.2, 2.0, 0.5, 0.1)),
  /** The front-end and the timing of the shipped model. */
  PAPER(FrontEndConfig.PAPER, 32, 8, DecisionConfig.around(0.5f)),
  /** The same, for other thresholds. */
  PAPER_TOO(FrontEndConfig.PAPER, 32, 8, DecisionConfig.around(0.8f));

  /** Mean level of a band, dB, that scores 0, and how much above it scores 1. */
  private static final double QUIET_DB = -75;

  private static final double RANGE_DB = 60;

  /** Of the score, for the digits that betray the window. */
  private static final double BETRAYAL = 0.01;

  private final ModelMetadata metadata;

  Hearing(FrontEndConfig frontEnd, int window, int stride, DecisionConfig decision) {
    float[] ones = new float[frontEnd.coefficients()];
    java.util.Arrays.fill(ones, 1);
    metadata =
        new ModelMetadata(
            ModelMetadata.VERSION,
            "simulated",
            frontEnd,
            window,
            stride,
            new Normalisation(new float[ones.length], ones),
            List.of(new SoundLabel("quiet", false), new SoundLabel("loud", true)),
            0.5f,
            decision,
            Training.UNKNOWN,
            List.of(),
            List.of());
  }

  ModelMetadata metadata() {
    return metadata;
  }

  DecisionConfig decision() {
    return metadata.decision();
  }

  int sampleRateHz() {
    return metadata.frontEnd().sampleRateHz();
  }

  String modelId() {
    return "simulated-" + ordinal();
  }

  /**
   * A model whose scorers throw while {@code fails}.
   *
   * @param fails asked at each window
   */
  NodeModel model(BooleanSupplier fails) {
    return new NodeModel(modelId(), metadata, () -> scorer(fails));
  }

  private Scorer scorer(BooleanSupplier fails) {
    return new Scorer() {
      @Override
      public float score(float[] window) {
        if (fails.getAsBoolean()) {
          throw new IllegalStateException("the scorer fails, as the simulation wants");
        }
        return scoreOf(window);
      }

      @Override
      public void close() {}
    };
  }

  /** The score of a window, {@code [columns * coefficients]}: 0 to 1. */
  float scoreOf(float[] window) {
    int coefficients = metadata.frontEnd().coefficients();
    double firstCoefficients = 0;
    int bits = 0;
    for (int i = 0; i < window.length; i++) {
      firstCoefficients += i % coefficients == 0 ? window[i] : 0;
      bits = 31 * bits + Float.floatToIntBits(window[i]);
    }
    double bandDb =
        firstCoefficients
            / metadata.windowColumns()
            / Math.sqrt(metadata.frontEnd().melBands()); // the DCT is orthonormal
    double loudness = Math.min(1, Math.max(0, (bandDb - QUIET_DB) / RANGE_DB));
    double betrayal = (bits >>> 1) / (double) Integer.MAX_VALUE;
    return (float) ((1 - BETRAYAL) * loudness + BETRAYAL * betrayal);
  }
}
