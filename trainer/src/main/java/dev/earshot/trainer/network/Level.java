package dev.earshot.trainer.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Cepstral mean subtraction of the first coefficient alone (B. S. Atal, "Effectiveness of Linear
 * Prediction Characteristics of the Speech Wave for Automatic Speaker Identification and
 * Verification", JASA 55, 1974, for all of them). It takes the level out of windows: the first
 * coefficient, which says how loud it is, less its mean over the window. What is left is how the
 * level moves, and the network can't tell a loud recording from a soft one. It is a linear function
 * and folds into the first dense layer, so that nothing is left to compute on the device.
 */
final class Level {
  private Level() {}

  /**
   * Whether a value of a window, or its weight, is of the coefficient that says the level.
   *
   * @param index in the flattened window, or in several of them
   */
  static boolean isLevel(int index, int coefficients) {
    return index % coefficients == 0;
  }

  /**
   * Subtracts from the first coefficients of some columns, or from their weights, their mean, in
   * place.
   *
   * @param values one window, or one output's weights, or several one after the other
   * @param from where it begins
   * @param length of it, a multiple of {@code coefficients}
   */
  static void takeOut(float[] values, int from, int length, int coefficients) {
    double sum = 0;
    for (int i = from; i < from + length; i += coefficients) {
      sum += values[i];
    }
    float mean = (float) (sum * coefficients / length);
    for (int i = from; i < from + length; i += coefficients) {
      values[i] -= mean;
    }
  }

  /** The network that does to a window what {@code network} does to one without its level. */
  static FloatNetwork foldedInto(FloatNetwork network, int coefficients) {
    // subtracting the mean is a symmetric matrix: what it does to windows, it does to weights
    List<Dense> layers = new ArrayList<>(network.layers());
    Dense first = layers.get(0);
    float[] weights = first.weights().clone();
    for (int o = 0; o < first.outputs(); o++) {
      takeOut(weights, o * first.inputs(), first.inputs(), coefficients);
    }
    layers.set(0, new Dense(weights, first.bias(), first.relu()));
    return new FloatNetwork(layers);
  }
}
