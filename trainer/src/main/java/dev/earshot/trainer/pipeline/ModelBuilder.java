package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.acoustics.model.Training;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.ClipScore;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.Thresholds;
import dev.earshot.trainer.export.Calibration;
import dev.earshot.trainer.export.ExportCheck;
import dev.earshot.trainer.export.QuantisedNetwork;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.FeatureStatistics;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.Epoch;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.MlpTrainer;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a model from the features of clips. It is never given the clips of a test fold, so nothing
 * in the model can depend on them: the statistics of the features and the calibration of the
 * integers are those of the training clips; the validation clips say when to stop and choose the
 * threshold. The same clips, plan and seed give the same model to the last bit.
 */
public final class ModelBuilder {
  /**
   * Share of the values at either end of a range that the integers cover. The scores are closest to
   * the float network's (root mean square over the windows of nine test folds: 0.0071) with 99.99:
   * with 99.9 (0.0117) a few clipped ones are far off, with 100 (0.0082) all are a little.
   */
  private static final double CALIBRATION_PERCENT = 99.99;

  private final Preset preset;
  private final long seed;
  private final WeightScales weightScales;
  private final Provenance provenance;
  private final Progress progress;

  /** A builder for one preset and seed. */
  public ModelBuilder(
      Preset preset,
      long seed,
      WeightScales weightScales,
      Provenance provenance,
      Progress progress) {
    this.preset = preset;
    this.seed = seed;
    this.weightScales = weightScales;
    this.provenance = provenance;
    this.progress = progress;
  }

  /**
   * Makes a model.
   *
   * @param plan to be written into the model; the clips must be of its folds
   * @param training clips to learn from
   * @param validation clips to choose by, of both classes
   */
  public BuiltModel build(
      FoldPlan plan, List<ClipFeatures> training, List<ClipFeatures> validation) {
    requireFolds(training, plan.training());
    requireFolds(validation, plan.validation());
    Normalisation normalisation = FeatureStatistics.of(training);
    Examples learned = examples(training, normalisation);
    TrainedMlp trained = train(learned, examples(validation, normalisation));
    Calibration calibration = Calibration.of(trained.network(), learned, CALIBRATION_PERCENT);
    QuantisedNetwork network = QuantisedNetwork.of(trained.network(), calibration, weightScales);

    // the scores that choose the threshold are those of the file, which needs some threshold first
    ModelMetadata undecided =
        metadata(plan, training.size(), normalisation, 0.5f, DecisionConfig.around(0.5f));
    ModelFile file = BuiltModel.file(network, undecided);
    List<ClipScore> scored = score(file, validation);
    float threshold = Thresholds.balanced(Evaluation.byClip(scored));
    return new BuiltModel(
        trained,
        network,
        metadata(
            plan,
            training.size(),
            normalisation,
            threshold,
            Thresholds.decision(Evaluation.byWindow(scored))),
        Evaluation.of(scored, threshold),
        ExportCheck.of(
            file,
            network,
            trained.network(),
            windows(validation, preset.scoringStrideColumns()).toArray(float[][]::new)));
  }

  private static void requireFolds(List<ClipFeatures> clips, Set<Integer> folds) {
    if (!clips.stream().allMatch(features -> folds.contains(features.clip().fold()))) {
      throw new IllegalArgumentException("a clip is of none of the folds " + folds);
    }
  }

  private TrainedMlp train(Examples training, Examples validation) {
    String name = "training on " + training.size() + " windows, epochs";
    try (Progress.Task task = progress.begin(name, preset.epochsMax())) {
      return new MlpTrainer(preset, seed)
          .train(training, validation, epoch -> task.step(note(epoch)));
    }
  }

  private static String note(Epoch epoch) {
    return String.format(
        Locale.ROOT,
        "loss %.4f, validation loss %.4f",
        epoch.trainingLoss(),
        epoch.validationLoss());
  }

  private Examples examples(List<ClipFeatures> clips, Normalisation normalisation) {
    List<float[]> windows = new ArrayList<>();
    List<Boolean> anomalous = new ArrayList<>();
    for (ClipFeatures clip : clips) {
      for (float[] window : windows(List.of(clip), preset.trainingStrideColumns())) {
        normalisation.standardise(window);
        windows.add(window);
        anomalous.add(clip.anomalous());
      }
    }
    boolean[] truths = new boolean[anomalous.size()];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = anomalous.get(i);
    }
    return new Examples(windows.toArray(float[][]::new), truths);
  }

  private List<float[]> windows(List<ClipFeatures> clips, int strideColumns) {
    List<float[]> windows = new ArrayList<>();
    for (ClipFeatures clip : clips) {
      int count = clip.columns().windows(preset.windowColumns(), strideColumns);
      for (int i = 0; i < count; i++) {
        windows.add(clip.columns().window(i * strideColumns, preset.windowColumns()));
      }
    }
    return windows;
  }

  private List<ClipScore> score(ModelFile file, List<ClipFeatures> clips) {
    try (Progress.Task task = progress.begin("scoring validation clips", clips.size())) {
      return ClipScore.all(
          clips,
          preset.windowColumns(),
          preset.scoringStrideColumns(),
          () -> new TfliteScorer(file),
          task);
    }
  }

  private ModelMetadata metadata(
      FoldPlan plan,
      int clips,
      Normalisation normalisation,
      float threshold,
      DecisionConfig decision) {
    List<SoundLabel> labels =
        Arrays.stream(UrbanSoundClass.values())
            .map(soundClass -> new SoundLabel(soundClass.label(), soundClass.anomalous()))
            .toList();
    Training training =
        new Training(
            provenance.dataset(),
            provenance.licence(),
            preset.name(),
            List.copyOf(plan.training()),
            List.copyOf(plan.validation()),
            List.copyOf(plan.test()),
            clips,
            seed,
            provenance.commit());
    return new ModelMetadata(
        ModelMetadata.VERSION,
        preset.modelName(),
        preset.frontEnd(),
        preset.windowColumns(),
        preset.scoringStrideColumns(),
        normalisation,
        labels,
        threshold,
        decision,
        training,
        List.of());
  }
}
