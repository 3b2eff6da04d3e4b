package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.trainer.export.Quantisation;
import dev.earshot.trainer.features.ClipFeatures;
import java.util.List;

/**
 * How far the scores of the int8 file, run by TensorFlow Lite, are from the float network's.
 *
 * @param windows compared
 * @param largest difference of two scores
 * @param mean difference
 * @param withinOneStep share of the windows whose scores differ by no more than 1/256, the step of
 *     the file's output
 */
public record QuantisationLoss(int windows, double largest, double mean, double withinOneStep) {
  static QuantisationLoss of(
      List<ClipFeatures> clips, int windowColumns, int strideColumns, Scorer real, Scorer integer) {
    int windows = 0;
    int within = 0;
    double sum = 0;
    double largest = 0;
    for (ClipFeatures clip : clips) {
      int ofClip = clip.columns().windows(windowColumns, strideColumns);
      for (int i = 0; i < ofClip; i++) {
        float[] window = clip.columns().window(i * strideColumns, windowColumns);
        double difference = Math.abs(real.score(window) - integer.score(window));
        windows++;
        within += difference <= Quantisation.PROBABILITY.scale() ? 1 : 0;
        sum += difference;
        largest = Math.max(largest, difference);
      }
    }
    return new QuantisationLoss(windows, largest, sum / windows, (double) within / windows);
  }
}
