package dev.earshot.acoustics.model;

/**
 * A measured quality of a model, with how it was measured. Figures are kept to four decimals: among
 * ten thousand clips that is one clip, and a model file has not much room. Those from accuracy on
 * are 0 to 1; one that has no meaning is NaN, as the area under the ROC curve where all that was
 * measured on is of one class.
 *
 * @param protocol the label of a {@link Protocol}
 * @param on what was measured on, as "test fold 1"
 * @param unit what is counted, {@code clip} or {@code window}
 * @param n how many, 0 or more
 * @param threshold the score from which it counts as anomalous, 0 to 1
 * @param accuracy share of right decisions
 * @param precision of the anomalous ones, as {@code recall} and {@code f1}
 * @param rocAuc area under the ROC curve
 * @param averagePrecision area under the precision-recall curve
 */
public record Quality(
    String protocol,
    String on,
    String unit,
    int n,
    double threshold,
    double accuracy,
    double precision,
    double recall,
    double f1,
    double rocAuc,
    double averagePrecision) {

  private static final double DECIMALS = 1e4;

  /** Rounds the figures; NaN stays NaN. */
  public Quality {
    threshold = rounded(threshold);
    accuracy = rounded(accuracy);
    precision = rounded(precision);
    recall = rounded(recall);
    f1 = rounded(f1);
    rocAuc = rounded(rocAuc);
    averagePrecision = rounded(averagePrecision);
  }

  private static double rounded(double figure) {
    return Double.isNaN(figure) ? figure : Math.round(figure * DECIMALS) / DECIMALS;
  }
}
