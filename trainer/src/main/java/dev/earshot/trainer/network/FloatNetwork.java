package dev.earshot.trainer.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The trained network in floating point: dense layers, the last of which gives one logit. It takes
 * standardised windows, flattened column by column. Thread-safe.
 */
public record FloatNetwork(List<Dense> layers) {
  /** Checks that each layer takes what the one before it gives, and that one value comes out. */
  public FloatNetwork {
    layers = List.copyOf(layers);
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
        throw new IllegalArgumentException("layer " + i + " does not fit the layer before it");
      }
    }
    if (layers.isEmpty() || layers.get(layers.size() - 1).outputs() != 1) {
      throw new IllegalArgumentException("a network must end with one output");
    }
  }

  /**
   * The network whose logits are those of this one times a slope: the slope goes into the last
   * layer, and costs nothing on a device.
   *
   * @param slope above 0
   */
  public FloatNetwork withScaledLogit(double slope) {
    List<Dense> scaled = new ArrayList<>(layers);
    scaled.add(scaled.remove(scaled.size() - 1).times(slope));
    return new FloatNetwork(scaled);
  }

  /** How many values a window has. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** How many numbers the network has. */
  public int parameters() {
    return layers.stream().mapToInt(Dense::parameters).sum();
  }

  /** The outputs of every layer in turn, for one window; the last is the logit. */
  public List<float[]> activations(float[] window) {
    List<float[]> outputs = new ArrayList<>(layers.size());
    float[] values = window;
    for (Dense layer : layers) {
      values = layer.apply(values);
      outputs.add(values);
    }
    return outputs;
  }

  /** The logit of one window. */
  public float logit(float[] window) {
    float[] values = window;
    for (Dense layer : layers) {
      values = layer.apply(values);
    }
    return values[0];
  }

  /** The probability that a window is anomalous. */
  public float score(float[] window) {
    return (float) (1 / (1 + Math.exp(-logit(window))));
  }
}
