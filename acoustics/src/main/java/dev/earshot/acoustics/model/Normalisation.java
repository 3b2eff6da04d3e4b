package dev.earshot.acoustics.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * Standardisation of the features, by coefficient, with the statistics of the training set: without
 * it int8 is too coarse, as c0 spans hundreds of decibels and the others tens. Immutable.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class Normalisation {
  private final float[] mean;
  private final float[] standardDeviation;

  /**
   * @param mean {@code [coefficients]}, finite
   * @param standardDeviation {@code [coefficients]}, finite and above 0
   */
  @JsonCreator
  public Normalisation(
      @JsonProperty(value = "mean", required = true) float[] mean,
      @JsonProperty(value = "standard_deviation", required = true) float[] standardDeviation) {
    if (mean.length != standardDeviation.length) {
      throw new IllegalArgumentException(
          "normalisation has %d means and %d deviations"
              .formatted(mean.length, standardDeviation.length));
    }
    for (int i = 0; i < mean.length; i++) {
      if (!Float.isFinite(mean[i])
          || !Float.isFinite(standardDeviation[i])
          || standardDeviation[i] <= 0) {
        throw new IllegalArgumentException(
            "normalisation of coefficient %d is (x - %s) / %s"
                .formatted(i, mean[i], standardDeviation[i]));
      }
    }
    this.mean = mean.clone();
    this.standardDeviation = standardDeviation.clone();
  }

  /** How many coefficients it is for. */
  public int coefficients() {
    return mean.length;
  }

  /** The mean of a coefficient. */
  public float mean(int coefficient) {
    return mean[coefficient];
  }

  /** The standard deviation of a coefficient, above 0. */
  public float standardDeviation(int coefficient) {
    return standardDeviation[coefficient];
  }

  /**
   * Standardises columns in place.
   *
   * @param columns {@code [n * coefficients]}
   */
  public void standardise(float[] columns) {
    for (int i = 0, c = 0; i < columns.length; i++) {
      columns[i] = (columns[i] - mean[c]) / standardDeviation[c];
      c = c + 1 == mean.length ? 0 : c + 1;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalisation that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(standardDeviation, that.standardDeviation);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mean) * 31 + Arrays.hashCode(standardDeviation);
  }
}
