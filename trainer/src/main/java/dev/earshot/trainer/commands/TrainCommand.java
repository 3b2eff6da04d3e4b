package dev.earshot.trainer.commands;

import dev.earshot.acoustics.model.Protocol;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.CrossValidation;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.Provenance;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.pipeline.SparsityCurve;
import dev.earshot.trainer.report.CrossValidationJson;
import dev.earshot.trainer.report.CrossValidationReport;
import dev.earshot.trainer.report.CrossValidationText;
import dev.earshot.trainer.report.HtmlReport;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.report.MetricsJson;
import dev.earshot.trainer.report.ModelCard;
import dev.earshot.trainer.work.ConsoleProgress;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
      "Writes model.tflite, metrics.json, report.html and README.md (the model's card); with --cv a"
          + " model for each fold, and metrics.json and report.html about all of them."
    },
    footer = {
      "  ./earshot train --dataset UrbanSound8K --out out --preset better-mlp --test-folds 1",
      "  ./earshot train --dataset UrbanSound8K --out out --cv"
    })
public final class TrainCommand extends EarshotCommand {
  /** The model's name in the output folder. */
  static final String MODEL_FILE = "model.tflite";

  private static final int MICROCONTROLLER_BYTES = 64 << 10;

  @Spec private CommandSpec spec;
  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; made when it is not there.")
  private Path out;

  @Mixin private PresetOptions preset;

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
          "Folds that choose the threshold, calibrate the scores and say when to stop (default: the"
              + " smallest of the others with at least 20 clips of every class).")
  private List<Integer> validationFolds = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same model file (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--weight-scales",
      paramLabel = "KIND",
      defaultValue = "PER_TENSOR",
      description =
          "Scales of the 8-bit weights: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private WeightScales weightScales;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "folds",
      description =
          "How the clips to measure on are told apart: folds, honest; or random-split, a fifth of all"
              + " clips drawn at random, which leaks, as the paper does (default: ${DEFAULT-VALUE}).")
  private String protocol;

  @Option(
      names = "--cv",
      description =
          "Cross-validation: every fold is kept for measuring once. Started again after an"
              + " interruption, it goes on after the last finished fold.")
  private boolean crossValidation;

  @Mixin private GoalOptions goal;

  @Override
  public void run() {
    Preset chosen = preset.chosen();
    boolean random = random();
    UrbanSound8K clips = dataset.open();
    // a fold that is not there is told before its features are waited for
    if (crossValidation) {
      FoldPlan.ofEach(clips.clips(), validationFolds);
    } else if (!random) {
      FoldPlan.of(clips.clips(), testFolds, validationFolds);
    }
    Outputs.prepare(out);
    Progress progress = ConsoleProgress.onStandardError();
    Recipe recipe = new Recipe(chosen, seed, goal.goal(), weightScales, Provenance.urbanSound8K());
    Corpus corpus = dataset.read(clips, chosen, progress);
    if (crossValidation) {
      crossValidate(corpus, recipe, progress);
    } else {
      train(
          corpus, random ? Split.random(corpus.clips(), seed) : byFolds(corpus), recipe, progress);
    }
    print("written to %s%n", out);
  }

  private Split byFolds(Corpus corpus) {
    return Split.byFolds(corpus.clips(), FoldPlan.of(corpus.clips(), testFolds, validationFolds));
  }

  private boolean random() {
    boolean random = protocol.equals(Protocol.RANDOM_SPLIT.label());
    if (!random && !protocol.equals(Protocol.FOLDS.label())) {
      throw Failure.usage(
          "no protocol '%s'; --protocol is folds or random-split".formatted(protocol));
    }
    if (random && crossValidation) {
      throw Failure.usage("--cv goes by folds; leave out --protocol random-split");
    }
    if (crossValidation) {
      refuse("--test-folds", "--cv");
    }
    if (random) {
      refuse("--test-folds", "--protocol random-split");
      refuse("--validation-folds", "--protocol random-split");
    }
    return random;
  }

  private void refuse(String option, String with) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw Failure.usage(option + " has no meaning with " + with);
    }
  }

  private void train(Corpus corpus, Split split, Recipe recipe, Progress progress) {
    progress.say(
        "preset %s, seed %d: %s".formatted(recipe.preset().described(), seed, split.described()));
    Experiment experiment = Experiment.run(corpus, split, recipe, progress);
    tell(experiment, progress);
    Optional<SparsityCurve> curve =
        recipe.preset().sparsity() > 0
            ? Optional.of(SparsityCurve.around(experiment, corpus, split, progress))
            : Optional.empty();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(MODEL_FILE, experiment.file().bytes());
    files.put("metrics.json", Outputs.utf8(MetricsJson.of(experiment, curve)));
    files.put("README.md", Outputs.utf8(ModelCard.of(experiment)));
    files.put("report.html", Outputs.utf8(HtmlReport.of(experiment, curve, progress::say)));
    Outputs.write(out, files);
  }

  private void crossValidate(Corpus corpus, Recipe recipe, Progress progress) {
    FoldFolder store = new FoldFolder(out, corpus, recipe, validationFolds);
    CrossValidation done = CrossValidation.run(corpus, validationFolds, recipe, store, progress);
    spec.commandLine().getOut().print(CrossValidationText.of(recipe, done));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("metrics.json", Outputs.utf8(Json.text(CrossValidationJson.of(recipe, done))));
    files.put("report.html", Outputs.utf8(CrossValidationReport.of(recipe, done, progress::say)));
    Outputs.write(out, files);
  }

  private void tell(Experiment experiment, Progress progress) {
    BinaryMetrics figures = experiment.test().figures();
    print(
        "%s: %d bytes, protocol %s, %s, %d clips: accuracy %.3f, f1 %.3f, roc_auc %.3f"
            + " at threshold %.3f; in %.0f s%n",
        experiment.file().id(),
        experiment.file().fileBytes(),
        experiment.split().protocol().label(),
        experiment.split().measuredOn(),
        figures.n(),
        figures.accuracy(),
        figures.f1(),
        figures.rocAuc(),
        figures.threshold(),
        experiment.seconds());
    if (experiment.file().fileBytes() > MICROCONTROLLER_BYTES) {
      progress.say("warning: the file has more than 64 KiB, too much for small microcontrollers");
    }
  }

  private void print(String format, Object... values) {
    spec.commandLine().getOut().printf(Locale.ROOT, format, values);
    spec.commandLine().getOut().flush();
  }
}
