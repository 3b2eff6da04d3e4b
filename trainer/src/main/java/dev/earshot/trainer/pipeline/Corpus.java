package dev.earshot.trainer.pipeline;

import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.features.Extraction.Unreadable;
import dev.earshot.trainer.features.FeatureRecipe;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A data set and the features of all its clips, for as many trainings as there will be. What the
 * features of a clip are depends on that clip alone, so no split can leak through here.
 *
 * @param features of every clip that can be read, in the table's order
 */
public record Corpus(UrbanSound8K dataset, Extraction features) {

  /**
   * What was found of a data set.
   *
   * @param missing rows of its table that have no file
   * @param unreadable clips that are there and could not be read
   * @param repeated clips shorter than a window, which were repeated to fill one
   * @param recordingsInSeveralFolds none in the data set as published
   */
  public record Data(
      int missing, List<Unreadable> unreadable, int repeated, int recordingsInSeveralFolds) {}

  /**
   * Reads all clips of a data set.
   *
   * @param store left open
   */
  public static Corpus read(
      UrbanSound8K dataset, Preset preset, FeatureStore store, Progress progress) {
    List<Clip> clips = dataset.clips();
    FeatureRecipe recipe = new FeatureRecipe(preset.frontEnd(), preset.windowColumns());
    try (Progress.Task task = progress.begin("features of clips", clips.size())) {
      return new Corpus(dataset, Extraction.of(dataset, clips, recipe, store, task));
    }
  }

  /** The clips that can be read, in the table's order. */
  public List<Clip> clips() {
    return features.clips().stream().map(ClipFeatures::clip).toList();
  }

  /** What there was and what was not. */
  public Data data() {
    Map<Long, Set<Integer>> folds =
        clips().stream()
            .collect(
                Collectors.groupingBy(
                    Clip::recordingId, Collectors.mapping(Clip::fold, Collectors.toSet())));
    int several = (int) folds.values().stream().filter(of -> of.size() > 1).count();
    return new Data(dataset.missing(), features.unreadable(), features.repeated(), several);
  }

  /** The features of some of the clips that can be read, in the data set's order. */
  public List<ClipFeatures> of(List<Clip> clips) {
    return features.only(Set.copyOf(clips)::contains).clips();
  }

  /** Equal for equal clips: their names, folds, classes, recordings and features. */
  public Sha256 digest() {
    return Sha256.of(
        features.clips().stream()
            .map(
                one ->
                    Sha256.of(
                        (one.clip().fileName()
                                + " "
                                + one.clip().fold()
                                + " "
                                + one.clip().soundClass()
                                + " "
                                + one.clip().recordingId())
                            .getBytes(StandardCharsets.UTF_8),
                        Sha256.bytes(one.columns().values())))
            .map(Sha256::bytes)
            .toArray(byte[][]::new));
  }
}
