package dev.earshot.trainer.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.acoustics.model.Training;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.report.EvaluationJson;
import dev.earshot.trainer.report.EvaluationText;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.work.ConsoleProgress;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model file on folds of a data set. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model on folds of an UrbanSound8K folder, at its own threshold.",
      "The unit is the clip, its score the mean of its windows' scores; figures by window stand"
          + " beside. A clip shorter than a window is repeated to fill one; how many were is said."
    },
    footer = {
      "  ./earshot evaluate --dataset UrbanSound8K",
      "  ./earshot evaluate --model out/model.tflite --dataset UrbanSound8K --folds 1 --json"
    })
public final class EvaluateCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "A model file (default: the one that Earshot comes with).")
  private Path model;

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--folds",
      paramLabel = "N",
      split = ",",
      description = "Folds to measure on, as 9,10 (default: the model's test folds).")
  private List<Integer> folds = List.of();

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public void run() {
    ModelFile file = Inputs.model(Optional.ofNullable(model));
    UrbanSound8K clips = dataset.open();
    Progress progress = ConsoleProgress.onStandardError();
    SortedSet<Integer> measured = folds(file.metadata().training(), clips, progress);
    SortedSet<Integer> seen = file.metadata().training().seenOf(measured);
    Measuring.warnOfSeen("the model", seen, progress);

    Extraction extraction = dataset.extract(clips, measured, file.metadata(), progress);
    Evaluation evaluation =
        Evaluation.of(Measuring.score(file, extraction, progress), file.metadata().threshold());
    Protocol protocol = Protocol.ofSeen(seen);
    spec.commandLine()
        .getOut()
        .print(
            json
                ? Json.text(json(file, protocol, measured, clips, extraction, evaluation))
                : EvaluationText.of(file.id(), protocol, measured, evaluation));
    spec.commandLine().getOut().flush();
  }

  private SortedSet<Integer> folds(Training training, UrbanSound8K clips, Progress progress) {
    SortedSet<Integer> measured = new TreeSet<>(folds.isEmpty() ? training.testFolds() : folds);
    if (measured.isEmpty()) {
      throw Failure.usage("the model names no test folds; say which with --folds");
    }
    FoldPlan.requirePresent(clips.folds(), measured);
    if (folds.isEmpty()) {
      progress.say("measuring on the model's test " + FoldPlan.named(measured));
    }
    return measured;
  }

  private static ObjectNode json(
      ModelFile file,
      Protocol protocol,
      SortedSet<Integer> folds,
      UrbanSound8K dataset,
      Extraction extraction,
      Evaluation evaluation) {
    ObjectNode json = Json.object().put("protocol", protocol.label()).put("model_id", file.id());
    json.set("folds", Json.tree(folds));
    json.put("unit", "clip").put("clip_score", "mean of its windows' scores");
    return EvaluationJson.append(json, evaluation)
        .put("missing", dataset.missing())
        .put("unreadable", extraction.unreadable().size());
  }
}
