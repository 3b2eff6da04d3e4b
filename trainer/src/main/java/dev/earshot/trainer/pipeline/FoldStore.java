package dev.earshot.trainer.pipeline;

import java.util.Optional;

/** Puts finished folds of a cross-validation aside, for one that goes on after an interruption. */
public interface FoldStore {
  /** What a fold came to, if the very same training of it was finished before. */
  Optional<FoldResult> finished(int fold);

  /** Puts a fold aside as soon as it is finished. */
  void keep(FoldResult result, Experiment experiment);
}
