package dev.earshot.trainer.commands;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.trainer.evaluation.ClipScore;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.work.Progress;
import java.util.Collection;
import java.util.List;

/** What commands that measure a finished model do alike. */
final class Measuring {
  private Measuring() {}

  /** Says which of the folds a model has seen, since figures on them are worth less. */
  static void warnOfSeen(String model, Collection<Integer> seen, Progress progress) {
    if (!seen.isEmpty()) {
      progress.say(
          "warning: "
              + model
              + " was trained or its threshold chosen on "
              + FoldPlan.named(seen)
              + ": these figures flatter it");
    }
  }

  /** Scores clips with the file itself. */
  static List<ClipScore> score(ModelFile file, Extraction extraction, Progress progress) {
    try (Progress.Task task = progress.begin("scoring clips", extraction.clips().size())) {
      return ClipScore.all(
          extraction.clips(),
          file.metadata().windowColumns(),
          file.metadata().strideColumns(),
          () -> new TfliteScorer(file),
          task);
    }
  }
}
