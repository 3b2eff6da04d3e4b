package dev.earshot.processor;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.Training;
import dev.earshot.processor.node.NodeModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A model for rules about streams: loud is anomalous, quiet is not, and scorers are counted. */
public final class TestModel {
  /** Scores of loud and of quiet windows. */
  public static final float LOUD = 0.9f;

  public static final float QUIET = 0.05f;

  /** Mean c0 of a window; noise at full scale is near 0, one at -60 dBFS near -380. */
  private static final float LOUD_FROM_C0 = -250;

  private final AtomicInteger scorersOpen = new AtomicInteger();

  /** Scorers made and not yet closed. */
  public int scorersOpen() {
    return scorersOpen.get();
  }

  public NodeModel named(String id) {
    return new NodeModel(id, metadata(), LoudnessScorer::new);
  }

  public NodeModel model() {
    return named("loudness-0");
  }

  public static ModelMetadata metadata() {
    float[] mean = new float[13];
    float[] deviation = new float[13];
    java.util.Arrays.fill(deviation, 1);
    return new ModelMetadata(
        ModelMetadata.VERSION,
        "loudness",
        FrontEndConfig.PAPER,
        32,
        8,
        new Normalisation(mean, deviation),
        List.of(new SoundLabel("quiet", false), new SoundLabel("loud", true)),
        0.5f,
        DecisionConfig.around(0.5f),
        Training.UNKNOWN,
        List.of(),
        List.of());
  }

  private final class LoudnessScorer implements Scorer {
    LoudnessScorer() {
      scorersOpen.incrementAndGet();
    }

    @Override
    public float score(float[] window) {
      double sum = 0;
      for (int i = 0; i < window.length; i += 13) {
        sum += window[i];
      }
      return sum / 32 > LOUD_FROM_C0 ? LOUD : QUIET;
    }

    @Override
    public void close() {
      scorersOpen.decrementAndGet();
    }
  }
}
