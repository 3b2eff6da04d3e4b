package dev.earshot.acoustics.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One operator of a model's network, as reports tell of it.
 *
 * @param operator by TensorFlow Lite's name
 * @param inputs how many values go in for one window
 * @param outputs how many come out
 * @param weights how many there are, 8 bits each
 * @param biases how many there are, 32 bits each
 * @param activation what is done to the outputs at once, by TensorFlow Lite's name: {@code NONE},
 *     {@code RELU}
 * @param weightScales of the weights, {@code real = scale * int8}: one for all of them, one each
 *     output, or none where there are no weights
 * @param output how the outputs are quantised
 * @param bytes of weights and biases in the file
 * @param macs multiply-accumulates a window
 */
public record Layer(
    String operator,
    long inputs,
    long outputs,
    long weights,
    long biases,
    String activation,
    List<Float> weightScales,
    Quantisation output,
    long bytes,
    long macs) {

  /** Copies the list. */
  public Layer {
    weightScales = List.copyOf(weightScales);
  }

  /** Whether the weights of each output have a scale of their own. */
  public boolean perChannel() {
    return weightScales.size() > 1;
  }

  /** The finest scale of the weights; only where there are weights. */
  public float leastWeightScale() {
    return Collections.min(weightScales);
  }

  /** The coarsest scale of the weights; only where there are weights. */
  public float greatestWeightScale() {
    return Collections.max(weightScales);
  }

  static List<Float> listOf(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
