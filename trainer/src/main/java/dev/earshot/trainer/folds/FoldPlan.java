package dev.earshot.trainer.folds;

import dev.earshot.console.Failure;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which folds a model learns from, which one chooses (when to stop, the threshold), and which it is
 * measured on and never sees before. The clips of one recording share a fold, so nothing leaks.
 *
 * @param training at least one
 * @param validation at least one, none of them in the others
 * @param test at least one, none of them in the others
 */
public record FoldPlan(
    SortedSet<Integer> training, SortedSet<Integer> validation, SortedSet<Integer> test) {
  /** Fewer clips of a class say little of how it scores. */
  static final int CLIPS_OF_A_CLASS = 20;

  /** Copies the sets and checks that no fold is in two of them. */
  public FoldPlan {
    training = copy(training);
    validation = copy(validation);
    test = copy(test);
    if (!Collections.disjoint(training, validation)
        || !Collections.disjoint(training, test)
        || !Collections.disjoint(validation, test)) {
      throw new IllegalArgumentException("a fold has two uses");
    }
  }

  /**
   * Shares out the folds at hand.
   *
   * @param clips all that there are
   * @param testFolds the folds to be measured on
   * @param validationFolds the folds that choose; when empty, the smallest fold with at least
   *     {@value #CLIPS_OF_A_CLASS} clips of every class of sound that there is: a threshold is to
   *     be chosen on all kinds of sounds, and the most are to be left to learn from. Where no fold
   *     has that, the one with the most clips of its rarer side, normal or anomalous
   * @throws Failure where a fold has no clips, or a class has none to learn from or to choose by
   */
  public static FoldPlan of(
      List<Clip> clips, Collection<Integer> testFolds, Collection<Integer> validationFolds) {
    SortedSet<Integer> present =
        clips.stream().map(Clip::fold).collect(Collectors.toCollection(TreeSet::new));
    requirePresent(present, testFolds);
    requirePresent(present, validationFolds);
    if (!Collections.disjoint(testFolds, validationFolds)) {
      throw Failure.usage(
          "--validation-folds and --test-folds share a fold; a test fold must choose nothing");
    }
    SortedSet<Integer> rest = new TreeSet<>(present);
    rest.removeAll(testFolds);
    SortedSet<Integer> validation = new TreeSet<>(validationFolds);
    if (validation.isEmpty() && !rest.isEmpty()) {
      validation.add(fittest(clips, rest));
    }
    rest.removeAll(validation);
    if (rest.isEmpty()) {
      throw Failure.because(
          "no fold is left to train on: the data set holds "
              + named(present)
              + ", of which some are to test and some to validate on");
    }
    requireBothSides(ofFolds(clips, rest), named(rest) + " to train on", "choose other folds");
    requireBothSides(
        ofFolds(clips, validation), named(validation) + " to validate on", "choose other folds");
    return new FoldPlan(rest, validation, new TreeSet<>(testFolds));
  }

  /**
   * A plan for each fold to be measured on in turn.
   *
   * @param validationFolds that choose where they are not measured on; as in {@link #of}
   * @return by the fold to be measured on
   * @throws Failure as {@link #of} does, for any of them
   */
  public static SortedMap<Integer, FoldPlan> ofEach(
      List<Clip> clips, Collection<Integer> validationFolds) {
    SortedMap<Integer, FoldPlan> plans = new TreeMap<>();
    for (int fold : Split.foldsOf(clips)) {
      List<Integer> choosing = validationFolds.stream().filter(f -> f != fold).toList();
      plans.put(fold, of(clips, List.of(fold), choosing));
    }
    return plans;
  }

  /**
   * Refuses folds of which there are no clips.
   *
   * @throws Failure which names them, and those that there are
   */
  public static void requirePresent(SortedSet<Integer> present, Collection<Integer> wanted) {
    SortedSet<Integer> absent = new TreeSet<>(wanted);
    absent.removeAll(present);
    if (!absent.isEmpty()) {
      throw Failure.because(
          "the data set has no clips of " + named(absent) + "; it holds " + named(present));
    }
  }

  /** Folds as a reader would name them: "fold 3", "folds 1, 4". */
  public static String named(Collection<Integer> folds) {
    String numbers = folds.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    return (folds.size() == 1 ? "fold " : "folds ") + numbers;
  }

  private static int fittest(List<Clip> clips, SortedSet<Integer> folds) {
    Set<UrbanSoundClass> classes =
        clips.stream().map(Clip::soundClass).collect(Collectors.toCollection(TreeSet::new));
    return folds.stream()
        .filter(fold -> classes.stream().allMatch(c -> count(clips, fold, c) >= CLIPS_OF_A_CLASS))
        .min(Comparator.comparingInt(fold -> ofFolds(clips, Set.of(fold)).size()))
        .or(() -> folds.stream().max(Comparator.comparingLong(fold -> rarerSide(clips, fold))))
        .orElseThrow();
  }

  private static long count(List<Clip> clips, int fold, UrbanSoundClass soundClass) {
    return clips.stream()
        .filter(clip -> clip.fold() == fold && clip.soundClass() == soundClass)
        .count();
  }

  private static long rarerSide(List<Clip> clips, int fold) {
    List<Clip> ofFold = ofFolds(clips, Set.of(fold));
    long anomalous = ofFold.stream().filter(clip -> clip.soundClass().anomalous()).count();
    return Math.min(anomalous, ofFold.size() - anomalous);
  }

  /**
   * Refuses clips of which none is normal or none anomalous.
   *
   * @param what they are, as "fold 3 to train on"
   * @param advice what to do about it
   */
  static void requireBothSides(List<Clip> clips, String what, String advice) {
    for (boolean anomalous : new boolean[] {true, false}) {
      if (clips.stream().noneMatch(clip -> clip.soundClass().anomalous() == anomalous)) {
        throw Failure.because(
            "no %s clips in %s; %s".formatted(anomalous ? "anomalous" : "normal", what, advice));
      }
    }
  }

  /** Those of some clips that are of some folds. */
  static List<Clip> ofFolds(List<Clip> clips, Set<Integer> folds) {
    return clips.stream().filter(clip -> folds.contains(clip.fold())).toList();
  }

  private static SortedSet<Integer> copy(SortedSet<Integer> folds) {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("a use has no fold");
    }
    return Collections.unmodifiableSortedSet(new TreeSet<>(folds));
  }
}
