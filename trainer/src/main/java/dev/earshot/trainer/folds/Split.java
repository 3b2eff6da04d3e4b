package dev.earshot.trainer.folds;

import dev.earshot.acoustics.model.Protocol;
import dev.earshot.console.Failure;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which clips a model learns from, which choose for it (when to stop, the threshold), and which it
 * is measured on and never sees before.
 *
 * @param protocol how they were told apart, which says what figures on the test clips are worth
 * @param training at least one clip, as are the others; no clip is in two of them
 */
public record Split(
    Protocol protocol, List<Clip> training, List<Clip> validation, List<Clip> test) {

  /** What the paper leaves to measure on. */
  private static final double RANDOM_TEST_SHARE = 0.2;

  /** What of the rest chooses, so that even here no test clip does. */
  private static final double RANDOM_VALIDATION_SHARE = 0.1;

  /** Copies the lists and checks that no clip is in two of them. */
  public Split {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    Set<Clip> all = new HashSet<>(training);
    all.addAll(validation);
    all.addAll(test);
    if (all.size() != training.size() + validation.size() + test.size()) {
      throw new IllegalArgumentException("a clip has two uses");
    }
    if (training.isEmpty() || validation.isEmpty() || test.isEmpty()) {
      throw new IllegalArgumentException("a use has no clip");
    }
  }

  /**
   * The clips of the folds of a plan.
   *
   * @param clips those that can be read, which may be fewer than the plan was made of
   * @throws Failure where too few of them are left
   */
  public static Split byFolds(List<Clip> clips, FoldPlan intended) {
    FoldPlan plan = FoldPlan.of(clips, intended.test(), intended.validation());
    return new Split(
        Protocol.FOLDS,
        FoldPlan.ofFolds(clips, plan.training()),
        FoldPlan.ofFolds(clips, plan.validation()),
        FoldPlan.ofFolds(clips, plan.test()));
  }

  /**
   * Clips dealt out at random, class by class, a fifth of them to measure on, as the paper does. It
   * leaks: slices of one recording lie on both sides, so that the model is asked for what it has
   * all but heard.
   *
   * @throws Failure where a side, normal or anomalous, has too few clips to be dealt out
   */
  public static Split random(List<Clip> clips, long seed) {
    List<Clip> shuffled = new ArrayList<>(clips);
    Collections.shuffle(shuffled, new Random(seed));
    List<Clip> training = new ArrayList<>();
    List<Clip> validation = new ArrayList<>();
    List<Clip> test = new ArrayList<>();
    for (UrbanSoundClass soundClass : UrbanSoundClass.values()) {
      List<Clip> dealt = shuffled.stream().filter(c -> c.soundClass() == soundClass).toList();
      int tested = (int) Math.round(RANDOM_TEST_SHARE * dealt.size());
      int validated = tested + (int) Math.round(RANDOM_VALIDATION_SHARE * (dealt.size() - tested));
      test.addAll(dealt.subList(0, tested));
      validation.addAll(dealt.subList(tested, validated));
      training.addAll(dealt.subList(validated, dealt.size()));
    }
    FoldPlan.requireBothSides(training, "a random share to train on", "the data set is too small");
    FoldPlan.requireBothSides(
        validation, "a random share to validate on", "the data set is too small");
    return new Split(Protocol.RANDOM_SPLIT, training, validation, test);
  }

  /** The folds that some clips are of. */
  public static SortedSet<Integer> foldsOf(List<Clip> clips) {
    return new TreeSet<>(countByFold(clips).keySet());
  }

  /** The folds that some clips are of, and how many of each. */
  public static SortedMap<Integer, Integer> countByFold(List<Clip> clips) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    clips.forEach(clip -> counts.merge(clip.fold(), 1, Integer::sum));
    return counts;
  }

  /** In words for logs and cards: what the training, validation and test clips are. */
  public String described() {
    if (protocol == Protocol.RANDOM_SPLIT) {
      return "training on %d, validating on %d, testing on %d clips dealt out at random"
          .formatted(training.size(), validation.size(), test.size());
    }
    return "training %s, validation %s, test %s"
        .formatted(
            FoldPlan.named(foldsOf(training)),
            FoldPlan.named(foldsOf(validation)),
            FoldPlan.named(foldsOf(test)));
  }

  /** What the test clips are, in words: "test fold 1". */
  public String measuredOn() {
    return protocol == Protocol.RANDOM_SPLIT
        ? "a random fifth of the clips"
        : "test " + FoldPlan.named(foldsOf(test));
  }
}
