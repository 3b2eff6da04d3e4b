package dev.earshot.trainer.commands;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.features.FeatureRecipe;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.Provenance;
import dev.earshot.trainer.report.HtmlReport;
import dev.earshot.trainer.report.MetricsJson;
import dev.earshot.trainer.report.ModelCard;
import dev.earshot.trainer.work.ConsoleProgress;
import dev.earshot.trainer.work.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model and measures it on folds it has not seen. */
@Command(
    name = "train",
    description = {
      "Trains a model on an UrbanSound8K folder and measures it on folds it has not seen.",
      "Writes model.tflite, metrics.json, report.html and README.md (the model's card)."
    })
public final class TrainCommand extends EarshotCommand {
  /** The model's name in the output folder. */
  static final String MODEL_FILE = "model.tflite";

  @Spec private CommandSpec spec;
  @Mixin private CacheOptions cache;
  @Mixin private UnreadableClips unreadable;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "UrbanSound8K's folder.")
  private Path dataset;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; made when it is not there.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "paper",
      description = "What is trained, and how (default: ${DEFAULT-VALUE}).")
  private String preset;

  @Option(
      names = "--test-folds",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Folds kept for measuring, as 9,10 (default: ${DEFAULT-VALUE}).")
  private List<Integer> testFolds;

  @Option(
      names = "--validation-folds",
      paramLabel = "N",
      split = ",",
      description =
          "Folds that say when to stop and choose the threshold (default: the smallest of the others"
              + " with at least 20 clips of every class).")
  private List<Integer> validationFolds = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same model file (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs at most (default: the preset's).")
  private Integer epochs;

  @Option(
      names = "--weight-scales",
      paramLabel = "KIND",
      defaultValue = "PER_TENSOR",
      description =
          "Scales of the 8-bit weights: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private WeightScales weightScales;

  @Override
  public void run() {
    Preset chosen = preset();
    unreadable.check();
    UrbanSound8K clips = Inputs.dataset(dataset);
    FoldPlan plan = FoldPlan.of(clips.clips(), testFolds, validationFolds);
    Outputs.prepare(out);
    Progress progress = ConsoleProgress.onStandardError();
    progress.say(
        String.format(
            Locale.ROOT,
            "preset %s, seed %d: training %s, validation %s, test %s",
            chosen.name(),
            seed,
            FoldPlan.named(plan.training()),
            FoldPlan.named(plan.validation()),
            FoldPlan.named(plan.test())));
    Extraction features = extract(clips, chosen, progress);
    unreadable.judge(features, progress);
    Experiment experiment =
        Experiment.run(
            features,
            clips.missing(),
            chosen,
            plan,
            seed,
            weightScales,
            Provenance.urbanSound8K(),
            progress);
    tell(experiment, progress);
    Outputs.write(out, files(experiment, progress));
    print("written to %s%n", out);
  }

  private Extraction extract(UrbanSound8K dataset, Preset chosen, Progress progress) {
    FeatureRecipe recipe = new FeatureRecipe(chosen.frontEnd(), chosen.windowColumns());
    try (FeatureStore store = cache.open(progress);
        Progress.Task task = progress.begin("features of clips", dataset.clips().size())) {
      return Extraction.of(dataset, dataset.clips(), recipe, store, task);
    }
  }

  private Preset preset() {
    Preset chosen =
        Preset.named(preset)
            .orElseThrow(
                () ->
                    Failure.usage(
                        "no preset '%s'; --preset is one of %s"
                            .formatted(
                                preset,
                                Preset.ALL.stream()
                                    .map(Preset::name)
                                    .collect(Collectors.joining(", ")))));
    OptionalInt bound = epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs);
    if (bound.isPresent() && bound.getAsInt() < 1) {
      throw Failure.usage("--epochs is " + bound.getAsInt() + ", must be at least 1");
    }
    return bound.isPresent() ? chosen.withEpochsMax(bound.getAsInt()) : chosen;
  }

  private Map<String, byte[]> files(Experiment experiment, Progress progress) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(MODEL_FILE, experiment.file().bytes());
    files.put("metrics.json", utf8(MetricsJson.of(experiment)));
    files.put("README.md", utf8(ModelCard.of(experiment)));
    files.put("report.html", utf8(HtmlReport.of(experiment, progress::say)));
    return files;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void tell(Experiment experiment, Progress progress) {
    if (experiment.data().missing() > 0) {
      progress.say(experiment.data().missing() + " rows of the table have no file");
    }
    if (experiment.data().repeated() > 0) {
      progress.say(
          experiment.data().repeated() + " clips shorter than a window were repeated to fill one");
    }
    BinaryMetrics figures = experiment.test().figures();
    print(
        "%s: %d bytes, protocol folds, test %s, %d clips: accuracy %.3f, f1 %.3f, roc_auc %.3f"
            + " at threshold %.3f; in %.0f s%n",
        experiment.file().id(),
        experiment.file().fileBytes(),
        FoldPlan.named(experiment.plan().test()),
        figures.n(),
        figures.accuracy(),
        figures.f1(),
        figures.rocAuc(),
        figures.threshold(),
        experiment.seconds());
  }

  private void print(String format, Object... values) {
    spec.commandLine().getOut().printf(Locale.ROOT, format, values);
    spec.commandLine().getOut().flush();
  }
}
