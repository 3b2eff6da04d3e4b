package dev.earshot.trainer.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that a network has learned, as the engine names it and in its order. Immutable by convention:
 * the arrays are not copied and must not be changed.
 *
 * @param names one a value, each ending in what DJL calls the kind
 * @param epsilon of the batch normalisation
 */
record Weights(List<String> names, List<float[]> values, float epsilon) {
  /** What the name of a dense layer's weights ends in. */
  static final String DENSE = "weight";

  Weights {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /** The network, its normalisation folded into the first layer. */
  FloatNetwork folded() {
    List<Dense> layers = new ArrayList<>(layers());
    layers.set(0, normalisation().foldedInto(layers.get(0)));
    return new FloatNetwork(layers);
  }

  /** How many numbers there are. */
  int parameters() {
    return values.stream().mapToInt(some -> some.length).sum();
  }

  private List<Dense> layers() {
    List<float[]> weights = all(DENSE);
    List<float[]> biases = all("bias");
    return IntStream.range(0, weights.size())
        .mapToObj(i -> new Dense(weights.get(i), biases.get(i), i + 1 < weights.size()))
        .toList();
  }

  private FrameNormalisation normalisation() {
    return new FrameNormalisation(
        only("gamma"), only("beta"), only("runningMean"), only("runningVar"), epsilon);
  }

  private float[] only(String kind) {
    List<float[]> found = all(kind);
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " parameters " + kind + " in " + names);
    }
    return found.get(0);
  }

  private List<float[]> all(String kind) {
    return IntStream.range(0, names.size())
        .filter(i -> names.get(i).endsWith(kind))
        .mapToObj(values::get)
        .toList();
  }
}
