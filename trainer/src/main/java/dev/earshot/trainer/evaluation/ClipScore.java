package dev.earshot.trainer.evaluation;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.recordings.Clip;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Workers;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * A clip and the scores of its windows; or their logits, where that is said.
 *
 * @param windows at least one, in order; not copied, not to be changed
 * @param repeated whether the clip was shorter than a window, and so repeated to fill one
 */
public record ClipScore(Clip clip, float[] windows, boolean repeated) {
  /**
   * Scores clips, on all processors.
   *
   * @param windowColumns columns of a window
   * @param strideColumns columns from one window to the next
   * @param scorers makes one for each worker, which closes it
   */
  public static List<ClipScore> all(
      List<ClipFeatures> clips,
      int windowColumns,
      int strideColumns,
      Supplier<? extends Scorer> scorers,
      Progress.Task task) {
    return Workers.<ClipFeatures, ClipScore, Scorer>map(
        clips,
        scorers,
        Scorer::close,
        (scorer, clip) -> of(clip, windowColumns, strideColumns, scorer::score),
        task);
  }

  /**
   * As {@link #all}, with logits in the place of scores.
   *
   * @param logit of a window as the front-end gives it, which it may change; thread-safe
   */
  public static List<ClipScore> logits(
      List<ClipFeatures> clips,
      int windowColumns,
      int strideColumns,
      ToDoubleFunction<float[]> logit,
      Progress.Task task) {
    return Workers.map(
        clips,
        () -> logit,
        shared -> {},
        (shared, clip) -> of(clip, windowColumns, strideColumns, shared),
        task);
  }

  private static ClipScore of(
      ClipFeatures clip, int windowColumns, int strideColumns, ToDoubleFunction<float[]> scoring) {
    float[] windows = new float[clip.columns().windows(windowColumns, strideColumns)];
    for (int i = 0; i < windows.length; i++) {
      float[] window = clip.columns().window(i * strideColumns, windowColumns);
      windows[i] = (float) scoring.applyAsDouble(window);
    }
    return new ClipScore(clip.clip(), windows, clip.columns().repeated());
  }

  /** The clip's score: the mean of its windows' scores. */
  public float mean() {
    double sum = 0;
    for (float score : windows) {
      sum += score;
    }
    return (float) (sum / windows.length);
  }

  /** Whether what is heard is an anomaly. */
  public boolean anomalous() {
    return clip.soundClass().anomalous();
  }
}
