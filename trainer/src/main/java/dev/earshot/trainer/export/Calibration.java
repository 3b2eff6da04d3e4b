package dev.earshot.trainer.export;

import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.FloatNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The quantisation of a network's input and of every layer's output, from the values they take on
 * examples. The rarest values at either end are left out of the range: they are then clipped, and
 * all others get finer steps for it.
 *
 * @param input of the standardised window
 * @param outputs one a layer; the last is the logit's
 */
public record Calibration(Quantisation input, List<Quantisation> outputs) {
  /** Copies the list. */
  public Calibration {
    outputs = List.copyOf(outputs);
  }

  /**
   * Windows that are looked at: more change the percentiles by less than they change from one seed
   * to the next.
   */
  private static final int WINDOWS_MAX = 4096;

  /**
   * The logit of 255/256, the highest probability that {@link Quantisation#PROBABILITY} can tell.
   * What lies beyond it comes out the same, what lies below its negative within one step of 0. Left
   * out of the range, the logits between get steps two to three times finer. The bound is one of
   * probabilities, so it holds for a logit that was scaled to be calibrated as well.
   */
  static final float SATURATED_LOGIT = (float) Math.log(255);

  /**
   * Calibrates on examples; which, is the caller's to answer for: never ones that the model is
   * measured on.
   *
   * @param percent of the values at each end that lie within the range, as 99.99
   */
  public static Calibration of(FloatNetwork network, Examples examples, double percent) {
    if (!(percent > 50 && percent <= 100)) {
      throw new IllegalArgumentException("percent is " + percent + ", must be in (50, 100]");
    }
    int windows = Math.min(WINDOWS_MAX, examples.size());
    List<float[]> values = new ArrayList<>();
    values.add(new float[windows * network.inputs()]);
    network.layers().forEach(layer -> values.add(new float[windows * layer.outputs()]));
    for (int i = 0; i < windows; i++) {
      float[] window = examples.window((int) ((long) i * examples.size() / windows));
      copyTo(values.get(0), i, window);
      List<float[]> activations = network.activations(window);
      for (int layer = 0; layer < activations.size(); layer++) {
        copyTo(values.get(layer + 1), i, activations.get(layer));
      }
    }
    List<Quantisation> all =
        values.stream()
            .map(some -> covering(some, percent, Float.POSITIVE_INFINITY))
            .collect(Collectors.toCollection(ArrayList::new));
    int logits = values.size() - 1;
    all.set(logits, covering(values.get(logits), percent, SATURATED_LOGIT));
    return new Calibration(all.get(0), all.subList(1, all.size()));
  }

  private static void copyTo(float[] all, int index, float[] values) {
    System.arraycopy(values, 0, all, index * values.length, values.length);
  }

  /**
   * Sorts {@code values}.
   *
   * @param bound values beyond it, either way, need not be told apart
   */
  private static Quantisation covering(float[] values, double percent, float bound) {
    Arrays.sort(values);
    int last = values.length - 1;
    int high = (int) Math.round(last * percent / 100);
    return Quantisation.covering(
        Math.max(-bound, values[last - high]), Math.min(bound, values[high]));
  }
}
