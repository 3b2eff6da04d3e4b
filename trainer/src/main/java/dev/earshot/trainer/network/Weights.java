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

  /** Of the frames' normalisation first, then of each hidden layer's that has one. */
  private static final String GAMMA = "gamma";

  Weights {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /** The network, each normalisation folded into the dense layer beside it. */
  FloatNetwork folded() {
    List<float[]> weights = all(DENSE);
    List<float[]> biases = all("bias");
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Dense layer = new Dense(weights.get(i), biases.get(i), i + 1 < weights.size());
      if (i == 0) {
        layer = frames().foldedInto(layer);
      }
      boolean normalised = i + 1 < all(GAMMA).size();
      layers.add(normalised ? outputsNormalised(layer, i + 1) : layer);
    }
    return new FloatNetwork(layers);
  }

  /** How many numbers there are. */
  int parameters() {
    return values.stream().mapToInt(some -> some.length).sum();
  }

  private FrameNormalisation frames() {
    return new FrameNormalisation(
        all(GAMMA).get(0),
        all("beta").get(0),
        all("runningMean").get(0),
        all("runningVar").get(0),
        epsilon);
  }

  /** The layer that gives what {@code layer} and then a normalisation of its outputs gave. */
  private Dense outputsNormalised(Dense layer, int normalisation) {
    float[] gamma = all(GAMMA).get(normalisation);
    float[] beta = all("beta").get(normalisation);
    float[] mean = all("runningMean").get(normalisation);
    float[] variance = all("runningVar").get(normalisation);
    float[] weights = new float[layer.weights().length];
    float[] bias = new float[layer.outputs()];
    for (int o = 0; o < bias.length; o++) {
      double scale = gamma[o] / Math.sqrt((double) variance[o] + epsilon);
      bias[o] = (float) ((layer.bias()[o] - mean[o]) * scale + beta[o]);
      for (int i = o * layer.inputs(); i < (o + 1) * layer.inputs(); i++) {
        weights[i] = (float) (layer.weights()[i] * scale);
      }
    }
    return new Dense(weights, bias, layer.relu());
  }

  private List<float[]> all(String kind) {
    return IntStream.range(0, names.size())
        .filter(i -> names.get(i).endsWith(kind))
        .mapToObj(values::get)
        .toList();
  }
}
