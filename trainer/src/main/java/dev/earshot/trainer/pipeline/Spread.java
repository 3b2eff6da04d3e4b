package dev.earshot.trainer.pipeline;

import java.util.Arrays;
import java.util.Collection;

/**
 * How a figure is spread over folds. Folds in which it has no meaning (NaN), as the ROC AUC of a
 * fold without normal clips, are left out.
 *
 * @param mean of the folds, each counting the same
 * @param deviation standard deviation of a fold, with n - 1; NaN with fewer than two folds
 * @param lowest and {@code highest} of the folds
 * @param folds that it has a meaning in
 */
public record Spread(double mean, double deviation, double lowest, double highest, int folds) {
  /** The spread of some values, of which at least one has a meaning. */
  public static Spread of(Collection<Double> values) {
    double[] known = values.stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).toArray();
    double mean = Arrays.stream(known).average().orElse(Double.NaN);
    double squares = Arrays.stream(known).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = known.length < 2 ? Double.NaN : Math.sqrt(squares / (known.length - 1));
    return new Spread(
        mean,
        deviation,
        Arrays.stream(known).min().orElse(Double.NaN),
        Arrays.stream(known).max().orElse(Double.NaN),
        known.length);
  }
}
