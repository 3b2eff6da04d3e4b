package dev.earshot.acoustics.model;

import java.util.Collection;

/** What figures can be worth: whether the model saw what it is measured on while it was made. */
public enum Protocol {
  /** Measured on folds that took no part in making the model. */
  FOLDS("folds"),
  /**
   * Measured on clips that took no part in making the model, but were drawn at random from the
   * folds that did: clips cut from one recording are on both sides, so the figures flatter the
   * model. The paper's.
   */
  RANDOM_SPLIT("random-split"),
  /** Measured, in part at least, on folds that it has seen. */
  SEEN_IN_TRAINING("seen-in-training");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** As it stands in machine-readable output. */
  public String label() {
    return label;
  }

  /**
   * The protocol of measuring a model on some folds.
   *
   * @param seen those of them that it has seen, as {@link Training#seenOf} says
   */
  public static Protocol ofSeen(Collection<Integer> seen) {
    return seen.isEmpty() ? FOLDS : SEEN_IN_TRAINING;
  }
}
