package dev.earshot.trainer.export;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Training;
import dev.earshot.trainer.network.Dense;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.FloatNetwork;
import dev.earshot.trainer.testing.Windows;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Networks that nobody trained, windows for them, and their model files. */
final class RandomNetworks {
  private RandomNetworks() {}

  /** A file whose normalisation leaves windows as they are. */
  static ModelFile file(QuantisedNetwork network) throws InvalidModelException {
    float[] ones = new float[FrontEndConfig.PAPER.coefficients()];
    Arrays.fill(ones, 1);
    int columns = network.layers().get(0).inputs() / ones.length;
    ModelMetadata metadata =
        new ModelMetadata(
            ModelMetadata.VERSION,
            "random",
            FrontEndConfig.PAPER,
            columns,
            1,
            new Normalisation(new float[ones.length], ones),
            List.of(),
            0.5f,
            DecisionConfig.around(0.5f),
            Training.UNKNOWN,
            List.of(),
            List.of());
    return ModelFile.parse(TfliteWriter.write(network, "a test's", metadata.toJson()));
  }

  static FloatNetwork network(SplittableRandom random, int... sizes) {
    Dense[] layers = new Dense[sizes.length - 1];
    for (int i = 0; i < layers.length; i++) {
      double spread = Math.sqrt(2.0 / sizes[i]);
      layers[i] =
          new Dense(
              gaussian(random, sizes[i] * sizes[i + 1], spread),
              gaussian(random, sizes[i + 1], 0.1),
              i + 1 < layers.length);
    }
    return new FloatNetwork(List.of(layers));
  }

  static Examples windows(long seed, int count, int inputs) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] windows = new float[count][];
    Arrays.setAll(windows, i -> gaussian(random, inputs, 1));
    return Windows.of(windows, new boolean[count], FrontEndConfig.PAPER.coefficients());
  }

  private static float[] gaussian(SplittableRandom random, int count, double spread) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      values[i] = (float) (spread * radius * Math.cos(2 * Math.PI * random.nextDouble()));
    }
    return values;
  }
}
