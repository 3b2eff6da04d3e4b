package dev.earshot.trainer.evaluation;

import dev.earshot.recordings.UrbanSoundClass;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a model did on clips. The unit is the clip, whose score is the mean of its windows' scores;
 * the windows' own figures stand beside it, each window taken for what its clip is.
 *
 * @param clips scores and truths of the clips
 * @param figures by clip
 * @param windowFigures by window
 * @param reliability whether the clips' scores mean what they say
 * @param windowReliability the same of the windows' scores
 * @param byClass of the classes that occur, in alphabetical order
 * @param repeated clips shorter than a window, which were repeated to fill one
 */
public record Evaluation(
    Judged clips,
    BinaryMetrics figures,
    BinaryMetrics windowFigures,
    Reliability reliability,
    Reliability windowReliability,
    SortedMap<String, ClassFigures> byClass,
    int repeated) {

  /**
   * One class of sound: its row of the confusion matrix.
   *
   * @param n its clips, at least one
   * @param calledAnomalous how many of them were called so
   */
  public record ClassFigures(boolean anomalous, int n, int calledAnomalous) {
    /** How many of them were called normal. */
    public int calledNormal() {
      return n - calledAnomalous;
    }

    /**
     * The share of them decided rightly: called anomalous where the class is, left alone where it
     * is not.
     */
    public double recall() {
      return (double) (anomalous ? calledAnomalous : calledNormal()) / n;
    }
  }

  /**
   * Measures scored clips at a threshold.
   *
   * @param scored at least one
   */
  public static Evaluation of(List<ClipScore> scored, double threshold) {
    Judged clips = byClip(scored);
    Judged windows = byWindow(scored);
    return new Evaluation(
        clips,
        BinaryMetrics.of(clips, threshold),
        BinaryMetrics.of(windows, threshold),
        Reliability.of(clips),
        Reliability.of(windows),
        byClass(scored, threshold),
        (int) scored.stream().filter(ClipScore::repeated).count());
  }

  /** Scores and truths of clips, in their order. */
  public static Judged byClip(List<ClipScore> scored) {
    float[] scores = new float[scored.size()];
    boolean[] anomalous = new boolean[scored.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = scored.get(i).mean();
      anomalous[i] = scored.get(i).anomalous();
    }
    return new Judged(scores, anomalous);
  }

  /** Scores and truths of the clips' windows, each taken for what its clip is. */
  public static Judged byWindow(List<ClipScore> scored) {
    int windows = scored.stream().mapToInt(clip -> clip.windows().length).sum();
    float[] scores = new float[windows];
    boolean[] anomalous = new boolean[windows];
    int i = 0;
    for (ClipScore clip : scored) {
      for (float score : clip.windows()) {
        scores[i] = score;
        anomalous[i] = clip.anomalous();
        i++;
      }
    }
    return new Judged(scores, anomalous);
  }

  private static SortedMap<String, ClassFigures> byClass(List<ClipScore> scored, double threshold) {
    SortedMap<String, ClassFigures> byClass = new TreeMap<>();
    for (UrbanSoundClass soundClass : UrbanSoundClass.values()) {
      List<ClipScore> ofClass =
          scored.stream().filter(clip -> clip.clip().soundClass() == soundClass).toList();
      if (!ofClass.isEmpty()) {
        long called = ofClass.stream().filter(clip -> clip.mean() >= threshold).count();
        byClass.put(
            soundClass.label(),
            new ClassFigures(soundClass.anomalous(), ofClass.size(), (int) called));
      }
    }
    return byClass;
  }
}
