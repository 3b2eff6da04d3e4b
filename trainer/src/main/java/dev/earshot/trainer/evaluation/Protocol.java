package dev.earshot.trainer.evaluation;

import dev.earshot.acoustics.model.Training;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** What figures can be worth: whether the model saw what it is measured on while it was made. */
public enum Protocol {
  /** Measured on folds that took no part in making the model. */
  FOLDS("folds"),
  /** Measured, in part at least, on folds it was trained on or that chose its threshold. */
  INCLUDES_TRAINING_FOLDS("includes training folds");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** As it stands in machine-readable output. */
  public String label() {
    return label;
  }

  /** The protocol of measuring a model, which says how it was trained, on some folds. */
  public static Protocol of(Training training, Collection<Integer> folds) {
    return seen(training, folds).isEmpty() ? FOLDS : INCLUDES_TRAINING_FOLDS;
  }

  /** Those of the folds that took part in making the model. */
  public static SortedSet<Integer> seen(Training training, Collection<Integer> folds) {
    SortedSet<Integer> seen = new TreeSet<>(training.trainFolds());
    seen.addAll(training.validationFolds());
    seen.retainAll(folds);
    return seen;
  }
}
