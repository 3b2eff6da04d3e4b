package dev.earshot.acoustics.model;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a model comes from.
 *
 * @param dataset what it was trained on, by name
 * @param licence the data's licence, which binds the use of the model
 * @param preset the trainer's preset
 * @param trainFolds folds whose clips it was fitted to; of a model measured by {@link
 *     Protocol#RANDOM_SPLIT}, all it has seen clips of
 * @param validationFolds folds that chose its threshold and when to stop
 * @param testFolds folds it has never seen: honest figures come from these
 * @param clips how many clips it was fitted to
 * @param clipsByFold the same fold by fold, with those it was validated and tested on
 * @param seed the seed that gives the same file again
 * @param commit of the code that trained it, with "-dirty" behind it where there were changes that
 *     no commit holds; or "unknown"
 */
public record Training(
    String dataset,
    String licence,
    String preset,
    List<Integer> trainFolds,
    List<Integer> validationFolds,
    List<Integer> testFolds,
    int clips,
    ClipsByFold clipsByFold,
    long seed,
    String commit) {
  /** Of a model that does not say: trained on nothing that is known of. */
  public static final Training UNKNOWN =
      new Training(
          "unknown",
          "unknown",
          "unknown",
          List.of(),
          List.of(),
          List.of(),
          0,
          ClipsByFold.UNKNOWN,
          0,
          "unknown");

  /** Copies the lists. */
  public Training {
    trainFolds = List.copyOf(trainFolds);
    validationFolds = List.copyOf(validationFolds);
    testFolds = List.copyOf(testFolds);
  }

  /** Those of some folds that the model has seen: it was fitted to them, or they chose for it. */
  public SortedSet<Integer> seenOf(Collection<Integer> folds) {
    SortedSet<Integer> seen = new TreeSet<>(trainFolds);
    seen.addAll(validationFolds);
    seen.retainAll(folds);
    return seen;
  }
}
