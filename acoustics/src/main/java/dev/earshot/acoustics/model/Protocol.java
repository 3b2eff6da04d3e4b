package dev.earshot.acoustics.model;

import java.util.Collection;

/** What figures can be worth: whether the model saw what it is measured on while it was made. */
public enum Protocol {
  /** Measured on folds that took no part in making the model. */
  FOLDS(
      "folds",
      "no clip of the test folds took part in making the model, nor any other slice of their"
          + " recordings"),
  /**
   * Measured on clips that took no part in making the model, but were drawn at random from the
   * folds that did: clips cut from one recording are on both sides. The paper's.
   */
  RANDOM_SPLIT(
      "random-split",
      "the test clips were drawn at random and took no part in making the model, but other slices"
          + " of their recordings did, so the figures flatter it"),
  /** Measured, in part at least, on folds that it has seen. */
  SEEN_IN_TRAINING(
      "seen-in-training",
      "clips that made the model are among those it is measured on, so the figures say how well it"
          + " remembers");

  private final String label;
  private final String meaning;

  Protocol(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** As it stands in machine-readable output. */
  public String label() {
    return label;
  }

  /** What figures by it rest on: a clause for reports, without a full stop. */
  public String meaning() {
    return meaning;
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
