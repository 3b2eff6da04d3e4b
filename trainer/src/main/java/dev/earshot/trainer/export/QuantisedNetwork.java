package dev.earshot.trainer.export;

import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.trainer.network.FloatNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * A network in 8-bit integers: what is written into a .tflite. Its last layer's output is a logit;
 * the logistic function after it gives {@link Quantisation#PROBABILITY}.
 *
 * @param input how a standardised window is quantised
 */
public record QuantisedNetwork(Quantisation input, List<QuantisedDense> layers) {
  /** Copies the list. */
  public QuantisedNetwork {
    layers = List.copyOf(layers);
  }

  /** Quantises a trained network with the ranges of its values. */
  public static QuantisedNetwork of(
      FloatNetwork network, Calibration calibration, WeightScales scales) {
    List<QuantisedDense> layers = new ArrayList<>();
    Quantisation input = calibration.input();
    for (int i = 0; i < network.layers().size(); i++) {
      Quantisation output = calibration.outputs().get(i);
      layers.add(QuantisedDense.of(network.layers().get(i), scales, input, output));
      input = output;
    }
    return new QuantisedNetwork(calibration.input(), layers);
  }
}
