package dev.earshot.acoustics.model;

/**
 * A measured quality of a model, with how it was measured.
 *
 * @param protocol {@code folds} (folds not seen in training) or {@code random-split}
 * @param on what was measured on, as "test fold 1"
 * @param unit what is counted, {@code clip} or {@code window}
 * @param n how many
 * @param threshold the score from which it counts as anomalous
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
    double averagePrecision) {}
