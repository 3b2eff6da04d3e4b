package dev.earshot.trainer.features;

import dev.earshot.acoustics.model.Normalisation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** How the features of the training clips are spread. */
public final class FeatureStatistics {
  private static final int DIGITS = 4;

  private FeatureStatistics() {}

  /**
   * Mean and standard deviation of each coefficient over all columns of all clips, in double
   * precision and in the clips' order, so that they repeat to the last bit. A coefficient that
   * never changes gets deviation 1. They are rounded to four digits, which is some ten-thousandth
   * of a deviation, and are short so in the model file: what is trained with is what stands there.
   *
   * @param clips at least one
   */
  public static Normalisation of(List<ClipFeatures> clips) {
    int coefficients = clips.get(0).columns().coefficients();
    double[] mean = new double[coefficients];
    long columns = 0;
    for (ClipFeatures clip : clips) {
      float[] values = clip.columns().values();
      for (int i = 0; i < values.length; i++) {
        mean[i % coefficients] += values[i];
      }
      columns += clip.columns().count();
    }
    for (int c = 0; c < coefficients; c++) {
      mean[c] /= columns;
    }
    double[] squares = new double[coefficients];
    for (ClipFeatures clip : clips) {
      float[] values = clip.columns().values();
      for (int i = 0; i < values.length; i++) {
        double difference = values[i] - mean[i % coefficients];
        squares[i % coefficients] += difference * difference;
      }
    }
    float[] means = new float[coefficients];
    float[] deviations = new float[coefficients];
    for (int c = 0; c < coefficients; c++) {
      means[c] = rounded(mean[c]);
      float deviation = rounded(Math.sqrt(squares[c] / columns));
      deviations[c] = deviation > 0 ? deviation : 1;
    }
    return new Normalisation(means, deviations);
  }

  private static float rounded(double value) {
    return new BigDecimal(value).round(new MathContext(DIGITS)).floatValue();
  }
}
