package dev.earshot.trainer.export;

import dev.earshot.acoustics.model.Quantisation;

/**
 * How far two runtimes' scores of the same windows are from each other.
 *
 * @param windows compared, at least one
 * @param largest difference of two scores
 * @param mean difference
 * @param withinOneStep share of the windows whose scores differ by no more than 1/256, the step of
 *     a model file's output
 */
public record Agreement(int windows, double largest, double mean, double withinOneStep) {

  /** Compares scores, each with the one at its place in the other array. */
  static Agreement of(float[] scores, float[] others) {
    if (scores.length == 0 || scores.length != others.length) {
      throw new IllegalArgumentException(scores.length + " scores beside " + others.length);
    }
    int within = 0;
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < scores.length; i++) {
      double difference = Math.abs((double) scores[i] - others[i]);
      within += difference <= Quantisation.PROBABILITY.scale() ? 1 : 0;
      sum += difference;
      largest = Math.max(largest, difference);
    }
    return new Agreement(
        scores.length, largest, sum / scores.length, (double) within / scores.length);
  }
}
