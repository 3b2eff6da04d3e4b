package dev.earshot.trainer.evaluation;

import java.util.List;

/**
 * Makes a network's scores mean what they say: temperature scaling (Guo, Pleiss, Sun, Weinberger
 * 2017), {@code score = 1 / (1 + exp(-slope * logit))}, the slope fitted to clips that the network
 * was not fitted to. A network is surer of itself than it ought to be, and a slope below 1 takes
 * that back. Neither the order of the windows' scores changes nor on which side of one half they
 * are.
 *
 * <p>Platt scaling has an offset besides. It is left out: it follows how frequent anomalies are in
 * the one fold that it is fitted to. With it the calibration error of windows (mean over nine
 * unseen folds, the paper's preset) was 0.172, and worse than without any calibration on five of
 * them; with the slope alone it was 0.147, where no calibration has 0.169. Fitted to the clips'
 * mean scores in place of the windows', the slope gained nothing (0.167).
 *
 * @param slope above 0
 */
public record ScoreCalibration(double slope) {
  /** Leaves scores as they are. */
  public static final ScoreCalibration NONE = new ScoreCalibration(1);

  /** Where a slope is sought; a network that needs another is none that calibration can help. */
  private static final double SLOPE_MIN = 0.01;

  private static final double SLOPE_MAX = 100;

  private static final int STEPS_MAX = 200;
  private static final double PRECISION = 1e-9;

  /** Checks the bound. */
  public ScoreCalibration {
    if (!(slope > 0 && Double.isFinite(slope))) {
      throw new IllegalArgumentException("slope is " + slope + ", must be above 0");
    }
  }

  /**
   * Fits the slope of the least cross-entropy over windows, in which each clip counts equally,
   * however many windows it has. The targets are Platt's (1999), a little within 0 and 1, so that
   * there is a best slope even where no window is on the wrong side.
   *
   * @param logits of validation clips, as {@link ClipScore#logits} gives them
   * @return {@link #NONE} where the best slope is not above 0: such logits say nothing, or the
   *     opposite, of what is anomalous
   */
  public static ScoreCalibration fit(List<ClipScore> logits) {
    Loss loss = Loss.of(logits);
    if (loss.at(SLOPE_MIN).gradient() >= 0) {
      return NONE;
    }
    // the loss is convex: Newton's method, and half of the interval where it would leave that
    double low = SLOPE_MIN;
    double high = SLOPE_MAX;
    double slope = 1;
    for (int i = 0; i < STEPS_MAX && high - low > PRECISION; i++) {
      Loss.Shape shape = loss.at(slope);
      if (shape.gradient() > 0) {
        high = slope;
      } else {
        low = slope;
      }
      double newton = slope - shape.gradient() / shape.curvature();
      double next = newton >= low && newton <= high ? newton : (low + high) / 2;
      if (Math.abs(next - slope) < PRECISION) {
        break;
      }
      slope = next;
    }
    return new ScoreCalibration(slope);
  }

  /** Cross-entropy as a function of the slope. */
  private record Loss(List<ClipScore> logits, double anomalousTarget, double normalTarget) {
    static Loss of(List<ClipScore> logits) {
      long anomalous = logits.stream().filter(ClipScore::anomalous).count();
      return new Loss(
          logits, (anomalous + 1.0) / (anomalous + 2), 1.0 / (logits.size() - anomalous + 2));
    }

    /** First and second derivative. */
    record Shape(double gradient, double curvature) {}

    Shape at(double slope) {
      double gradient = 0;
      double curvature = 0;
      for (ClipScore clip : logits) {
        double target = clip.anomalous() ? anomalousTarget : normalTarget;
        double weight = 1.0 / clip.windows().length;
        for (float logit : clip.windows()) {
          double score = 1 / (1 + StrictMath.exp(-slope * logit));
          gradient += weight * (score - target) * logit;
          curvature += weight * score * (1 - score) * logit * logit;
        }
      }
      return new Shape(gradient, curvature);
    }
  }
}
