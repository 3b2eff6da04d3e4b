package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.model.ClipsByFold;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.acoustics.model.Training;
import dev.earshot.console.Failure;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.augmentation.Variants;
import dev.earshot.trainer.evaluation.ClipScore;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.ScoreCalibration;
import dev.earshot.trainer.evaluation.StreamTiming;
import dev.earshot.trainer.evaluation.Thresholds;
import dev.earshot.trainer.export.Calibration;
import dev.earshot.trainer.export.ExportCheck;
import dev.earshot.trainer.export.QuantisedNetwork;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.FeatureStatistics;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.folds.Split;
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

/**
 * Makes a model from the features of clips. It looks at a split's training and validation clips
 * alone, so nothing in the model can depend on a test clip: the statistics of the features and the
 * ranges of the integers are those of the training clips; the validation clips say when to stop,
 * calibrate the scores and choose the thresholds. The same clips, split and recipe give the same
 * model to the last bit.
 */
public final class ModelBuilder {
  /**
   * Share of the values at either end of a range that the integers cover. The scores are closest to
   * the float network's (root mean square over the windows of nine test folds: 0.0071) with 99.99:
   * with 99.9 (0.0117) a few clipped ones are far off, with 100 (0.0082) all are a little.
   */
  private static final double CALIBRATION_PERCENT = 99.99;

  private final Recipe recipe;
  private final Preset preset;
  private final Progress progress;

  /** A builder for one recipe. */
  public ModelBuilder(Recipe recipe, Progress progress) {
    this.recipe = recipe;
    this.preset = recipe.preset();
    this.progress = progress;
  }

  /**
   * Makes a model.
   *
   * @param split of the corpus' clips; training and validation hold normal and anomalous ones
   * @throws Failure where no threshold reaches the recipe's goal
   */
  public BuiltModel build(Corpus corpus, Split split) {
    List<ClipFeatures> training = corpus.of(split.training());
    List<ClipFeatures> validation = corpus.of(split.validation());
    Normalisation normalisation = FeatureStatistics.of(training);
    Examples learned = learned(corpus, training, normalisation);
    TrainedMlp uncalibrated = train(learned, examples(validation, normalisation));
    ScoreCalibration slope = calibration(uncalibrated, validation, normalisation);
    TrainedMlp trained = uncalibrated.withScaledLogit(slope.slope());
    Calibration ranges = Calibration.of(trained.network(), learned, CALIBRATION_PERCENT);
    QuantisedNetwork network =
        QuantisedNetwork.of(trained.network(), ranges, recipe.weightScales());

    // the file's own scores choose its thresholds, and a file must have some thresholds
    ModelMetadata undecided = metadata(split, normalisation, 0.5f, DecisionConfig.around(0.5f));
    ModelFile file = BuiltModel.file(network, undecided);
    List<ClipScore> scored = score(file, validation);
    Thresholds.Chosen chosen = choose(split, scored);
    return new BuiltModel(
        trained,
        slope,
        network,
        metadata(split, normalisation, chosen.clip(), chosen.stream()),
        chosen.streamRule(),
        Evaluation.of(scored, chosen.clip()),
        ExportCheck.of(file, network, trained.network(), windows(validation)));
  }

  private TrainedMlp train(Examples training, Examples validation) {
    try (Progress.Task task = progress.begin("training", preset.epochsMax())) {
      return new MlpTrainer(preset, recipe.seed())
          .train(training, validation, epoch -> task.step(note(epoch)));
    }
  }

  private static String note(Epoch epoch) {
    return String.format(
        Locale.ROOT, "loss %.3f, validation %.3f", epoch.trainingLoss(), epoch.validationLoss());
  }

  /** What is learned from: the clips as recorded and, where the preset wants it, altered. */
  private Examples learned(
      Corpus corpus, List<ClipFeatures> training, Normalisation normalisation) {
    if (!preset.augmentation().any()) {
      return examples(training, normalisation);
    }
    try (Progress.Task task = progress.begin("altering training clips", training.size())) {
      List<List<ClipFeatures>> variants =
          Variants.of(
              corpus.dataset(),
              training,
              preset.frontEnd(),
              preset.windowColumns(),
              preset.augmentation(),
              recipe.seed(),
              task);
      return Examples.ofVariants(
          variants, normalisation, preset.windowColumns(), preset.trainingStrideColumns());
    }
  }

  private Examples examples(List<ClipFeatures> clips, Normalisation normalisation) {
    return Examples.of(
        clips, normalisation, preset.windowColumns(), preset.trainingStrideColumns());
  }

  private ScoreCalibration calibration(
      TrainedMlp trained, List<ClipFeatures> validation, Normalisation normalisation) {
    FloatScorer scorer = new FloatScorer(trained.network(), normalisation);
    try (Progress.Task task = progress.begin("calibrating scores", validation.size())) {
      return ScoreCalibration.fit(
          ClipScore.logits(
              validation,
              preset.windowColumns(),
              preset.scoringStrideColumns(),
              scorer::logit,
              task));
    }
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

  private Thresholds.Chosen choose(Split split, List<ClipScore> scored) {
    StreamTiming timing =
        StreamTiming.of(preset.frontEnd(), preset.windowColumns(), preset.scoringStrideColumns());
    Thresholds.Choice choice = Thresholds.choose(scored, timing, recipe.goal());
    if (choice instanceof Thresholds.Chosen chosen) {
      return chosen;
    }
    String why = ((Thresholds.Unreachable) choice).why();
    throw Failure.because(
        "validation %s: %s; ask for less"
            .formatted(FoldPlan.named(Split.foldsOf(split.validation())), why));
  }

  private float[][] windows(List<ClipFeatures> clips) {
    List<float[]> windows = new ArrayList<>();
    for (ClipFeatures clip : clips) {
      int count = clip.columns().windows(preset.windowColumns(), preset.scoringStrideColumns());
      for (int i = 0; i < count; i++) {
        windows.add(
            clip.columns().window(i * preset.scoringStrideColumns(), preset.windowColumns()));
      }
    }
    return windows.toArray(float[][]::new);
  }

  private ModelMetadata metadata(
      Split split, Normalisation normalisation, float threshold, DecisionConfig decision) {
    List<SoundLabel> labels =
        Arrays.stream(UrbanSoundClass.values())
            .map(soundClass -> new SoundLabel(soundClass.label(), soundClass.anomalous()))
            .toList();
    Training training =
        new Training(
            recipe.provenance().dataset(),
            recipe.provenance().licence(),
            preset.described(),
            List.copyOf(Split.foldsOf(split.training())),
            List.copyOf(Split.foldsOf(split.validation())),
            List.copyOf(Split.foldsOf(split.test())),
            split.training().size(),
            ClipsByFold.of(
                Split.countByFold(split.training()),
                Split.countByFold(split.validation()),
                Split.countByFold(split.test())),
            recipe.seed(),
            recipe.provenance().commit());
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
        List.of(),
        List.of());
  }
}
