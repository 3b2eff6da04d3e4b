package dev.earshot.trainer.commands;

import dev.earshot.console.EarshotCommand;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Provenance;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.pipeline.Reproduction;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.report.ReproductionJson;
import dev.earshot.trainer.report.ReproductionReport;
import dev.earshot.trainer.work.ConsoleProgress;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does the paper's experiment again. */
@Command(
    name = "reproduce",
    description = {
      "Does the paper's experiment again on an UrbanSound8K folder, by three protocols: over the"
          + " whole set, on a random split, on folds.",
      "Writes report.html, one page with all figures beside the paper's, and metrics.json. Started"
          + " again after an interruption, it goes on after the last finished fold."
    },
    footer = "  ./earshot reproduce --dataset UrbanSound8K --out paper")
public final class ReproduceCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; made when it is not there.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same figures (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Override
  public void run() {
    UrbanSound8K clips = dataset.open();
    FoldPlan.ofEach(clips.clips(), List.of());
    Outputs.prepare(out);
    Progress progress = ConsoleProgress.onStandardError();
    Preset preset = Preset.PAPER;
    Recipe recipe =
        new Recipe(
            preset,
            seed,
            OperatingGoal.BALANCED,
            WeightScales.PER_TENSOR,
            Provenance.urbanSound8K());
    Corpus corpus = dataset.read(clips, preset, progress);
    Reproduction done =
        Reproduction.run(corpus, recipe, batch -> store(corpus, recipe, batch), progress);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("metrics.json", Outputs.utf8(Json.text(ReproductionJson.of(recipe, done))));
    files.put(
        "report.html", Outputs.utf8(ReproductionReport.of(recipe, corpus, done, progress::say)));
    Outputs.write(out, files);
    spec.commandLine().getOut().printf("written to %s%n", out);
    spec.commandLine().getOut().flush();
  }

  private FoldFolder store(Corpus corpus, Recipe recipe, int batchWindows) {
    return new FoldFolder(
        out.resolve("batch-" + batchWindows),
        corpus,
        recipe.withPreset(recipe.preset().withBatchWindows(batchWindows)),
        List.of());
  }
}
