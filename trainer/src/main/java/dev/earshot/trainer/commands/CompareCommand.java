package dev.earshot.trainer.commands;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.evaluation.Comparison;
import dev.earshot.trainer.evaluation.Comparison.Candidate;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.report.ComparisonJson;
import dev.earshot.trainer.report.ComparisonText;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether one model is better than another by more than chance. */
@Command(
    name = "compare",
    description = {
      "Says whether two models differ by more than chance, on folds of an UrbanSound8K folder.",
      "Both are measured on the same clips, each at its own threshold. Recordings, each with all of"
          + " its clips, are drawn again 10,000 times (paired bootstrap); where the"
          + " interval that holds 95 %% of the differences leaves out zero, that is more than chance."
    },
    footer =
        "  ./earshot compare models/earshot-paper-mlp.tflite out/model.tflite --dataset UrbanSound8K")
public final class CompareCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "M1", description = "A model file.")
  private Path first;

  @Parameters(
      index = "1",
      paramLabel = "M2",
      description = "Another; what is printed is its figures less those of M1.")
  private Path second;

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--folds",
      paramLabel = "N",
      split = ",",
      description = "Folds to measure on, as 9,10 (default: those that neither model has seen).")
  private List<Integer> folds = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed draws the same recordings (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public void run() {
    ModelFile one = Inputs.model(Optional.of(first));
    ModelFile other = Inputs.model(Optional.of(second));
    UrbanSound8K clips = dataset.open();
    Progress progress = ConsoleProgress.onStandardError();
    SortedSet<Integer> measured = folds(one, other, clips.folds(), progress);
    Measuring.warnOfSeen("M1", one.metadata().training().seenOf(measured), progress);
    Measuring.warnOfSeen("M2", other.metadata().training().seenOf(measured), progress);
    Extraction heard = dataset.extract(clips, measured, one.metadata(), progress);
    requireRecordings(heard, measured);
    Extraction heardByOther =
        sameFeatures(one.metadata(), other.metadata())
            ? heard
            : dataset.extract(clips, measured, other.metadata(), progress);
    Comparison comparison =
        compare(
            candidate(one, heard, progress), candidate(other, heardByOther, progress), progress);
    spec.commandLine()
        .getOut()
        .print(
            json
                ? Json.text(ComparisonJson.of(one, other, measured, comparison))
                : ComparisonText.of(one, other, measured, comparison));
    spec.commandLine().getOut().flush();
  }

  private SortedSet<Integer> folds(
      ModelFile one, ModelFile other, SortedSet<Integer> present, Progress progress) {
    if (!folds.isEmpty()) {
      FoldPlan.requirePresent(present, folds);
      return new TreeSet<>(folds);
    }
    SortedSet<Integer> unseen = new TreeSet<>(present);
    unseen.removeAll(one.metadata().training().seenOf(present));
    unseen.removeAll(other.metadata().training().seenOf(present));
    if (unseen.isEmpty()) {
      throw Failure.usage(
          "one of the models has seen each of "
              + FoldPlan.named(present)
              + "; say which to compare on all the same with --folds");
    }
    progress.say("comparing on what neither model has seen: " + FoldPlan.named(unseen));
    return unseen;
  }

  private static void requireRecordings(Extraction heard, SortedSet<Integer> folds) {
    long recordings = heard.clips().stream().map(c -> c.clip().recordingId()).distinct().count();
    if (recordings < Comparison.RECORDINGS_MIN) {
      throw Failure.because(
          ("the clips of %s are cut from %d recordings, too few to tell chance from more; compare"
                  + " on folds with at least %d")
              .formatted(FoldPlan.named(folds), recordings, Comparison.RECORDINGS_MIN));
    }
  }

  private static boolean sameFeatures(ModelMetadata one, ModelMetadata other) {
    return one.frontEnd().equals(other.frontEnd()) && one.windowColumns() == other.windowColumns();
  }

  private static Candidate candidate(ModelFile file, Extraction heard, Progress progress) {
    return new Candidate(Measuring.score(file, heard, progress), file.metadata().threshold());
  }

  private Comparison compare(Candidate one, Candidate other, Progress progress) {
    int resamples = Comparison.RESAMPLES;
    try (Progress.Task task = progress.begin("resampling", Comparison.steps(resamples))) {
      return Comparison.of(one, other, resamples, seed, task);
    }
  }
}
