package dev.earshot.city.demo;

import dev.earshot.acoustics.model.Protocol;
import dev.earshot.acoustics.model.Training;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which folds of a data set a city plays, and how honest that is of the model in use.
 *
 * @param played in order
 * @param seenInTraining those of them that the model was fitted to, or that chose its threshold
 */
record PlayedFolds(SortedSet<Integer> played, SortedSet<Integer> seenInTraining) {

  /**
   * Chooses the folds that a model has not seen in training; all there are when it has seen them
   * all.
   *
   * @param there the folds that the data set has clips of
   */
  static PlayedFolds unseen(Collection<Integer> there, Training training) {
    SortedSet<Integer> unseen = new TreeSet<>(there);
    unseen.removeAll(training.seenOf(there));
    return of(unseen.isEmpty() ? there : unseen, training);
  }

  /** The folds that were asked for. */
  static PlayedFolds of(Collection<Integer> wanted, Training training) {
    return new PlayedFolds(new TreeSet<>(wanted), training.seenOf(wanted));
  }

  /** What figures on them can be worth, as the report says it. */
  String protocol() {
    return Protocol.ofSeen(seenInTraining).label();
  }
}
