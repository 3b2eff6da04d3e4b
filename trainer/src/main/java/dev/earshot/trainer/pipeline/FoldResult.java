package dev.earshot.trainer.pipeline;

import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.export.ExportCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one training of a cross-validation came to on the fold it had not seen. Small enough to be
 * put aside, so that a cross-validation that was interrupted goes on where it stopped.
 *
 * @param fold that was kept for measuring
 * @param validationFolds that chose for the model
 * @param threshold that they chose
 * @param clips the fold's clips that can be read, and their scores
 * @param export the file beside the networks it was made from
 * @param epochs that were trained
 * @param keptEpoch whose weights the model has
 * @param modelId of the file
 * @param fileBytes of the file
 * @param seconds it took
 */
public record FoldResult(
    int fold,
    List<Integer> validationFolds,
    double threshold,
    List<ScoredClip> clips,
    ExportCheck export,
    int epochs,
    int keptEpoch,
    String modelId,
    int fileBytes,
    double seconds) {

  /**
   * A clip and what the model says of it.
   *
   * @param file the clip's name
   * @param soundClass what is heard
   * @param score of the int8 file
   * @param floatScore of the float network
   */
  public record ScoredClip(
      String file, UrbanSoundClass soundClass, float score, float floatScore) {}

  /** Copies the lists. */
  public FoldResult {
    validationFolds = List.copyOf(validationFolds);
    clips = List.copyOf(clips);
  }

  /** What an experiment with one test fold came to. */
  static FoldResult of(int fold, Experiment experiment) {
    float[] scores = experiment.test().clips().scores();
    float[] floatScores = experiment.testInFloat().clips().scores();
    List<ScoredClip> clips = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      Clip clip = experiment.testClips().get(i);
      clips.add(new ScoredClip(clip.fileName(), clip.soundClass(), scores[i], floatScores[i]));
    }
    return new FoldResult(
        fold,
        experiment.file().metadata().training().validationFolds(),
        experiment.file().metadata().threshold(),
        clips,
        experiment.built().export(),
        experiment.built().trained().history().size(),
        experiment.built().trained().keptEpoch(),
        experiment.file().id(),
        experiment.file().fileBytes(),
        experiment.seconds());
  }

  /** The int8 file's figures. */
  public BinaryMetrics figures() {
    return figures(ScoredClip::score);
  }

  /** The float network's figures at the same threshold. */
  public BinaryMetrics floatFigures() {
    return figures(ScoredClip::floatScore);
  }

  private BinaryMetrics figures(ToDoubleFunction<ScoredClip> score) {
    return BinaryMetrics.of(judged(clips, score), threshold);
  }

  static Judged judged(List<ScoredClip> clips, ToDoubleFunction<ScoredClip> score) {
    float[] scores = new float[clips.size()];
    boolean[] anomalous = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) score.applyAsDouble(clips.get(i));
      anomalous[i] = clips.get(i).soundClass().anomalous();
    }
    return new Judged(scores, anomalous);
  }
}
