package dev.earshot.trainer.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that a network has learned, apart from PyTorch. Immutable by convention, as its parts are.
 *
 * @param normalisation over the frames, of the input
 * @param layers after it, the last without rectifier
 */
record Weights(FrameNormalisation normalisation, List<Dense> layers) {
  Weights {
    layers = List.copyOf(layers);
  }

  /**
   * From the engine's parameters.
   *
   * @param names one a value, which end in what DJL calls the kind
   */
  static Weights of(List<String> names, List<float[]> values, float epsilon) {
    List<float[]> weights = all(names, values, "weight");
    List<float[]> biases = all(names, values, "bias");
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      layers.add(new Dense(weights.get(i), biases.get(i), i + 1 < weights.size()));
    }
    return new Weights(
        new FrameNormalisation(
            only(names, values, "gamma"),
            only(names, values, "beta"),
            only(names, values, "runningMean"),
            only(names, values, "runningVar"),
            epsilon),
        layers);
  }

  private static float[] only(List<String> names, List<float[]> values, String name) {
    List<float[]> found = all(names, values, name);
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " parameters " + name + " in " + names);
    }
    return found.get(0);
  }

  private static List<float[]> all(List<String> names, List<float[]> values, String name) {
    return IntStream.range(0, names.size())
        .filter(i -> names.get(i).endsWith(name))
        .mapToObj(values::get)
        .toList();
  }

  /** The network without its normalisation, which the first layer then does. */
  FloatNetwork folded() {
    List<Dense> folded = new ArrayList<>(layers);
    folded.set(0, normalisation.foldedInto(layers.get(0)));
    return new FloatNetwork(folded);
  }

  /** How many numbers there are. */
  int parameters() {
    return normalisation.parameters() + layers.stream().mapToInt(Dense::parameters).sum();
  }
}
