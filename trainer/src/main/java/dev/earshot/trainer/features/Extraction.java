package dev.earshot.trainer.features;

import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Workers;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The features of many clips, and what could not be read on the way. Made once of all clips that a
 * process needs; {@link #only} gives parts of it for nothing.
 *
 * @param clips in the order they were asked for
 * @param unreadable clips whose file holds no sound that can be read
 */
public record Extraction(List<ClipFeatures> clips, List<Unreadable> unreadable) {
  /** Copies the lists. */
  public Extraction {
    clips = List.copyOf(clips);
    unreadable = List.copyOf(unreadable);
  }

  /** A clip that is there and can't be used, and why, in one line that names the file. */
  public record Unreadable(Clip clip, String reason) {}

  /**
   * Reads clips and runs the front-end over them, on all processors, where a store does not have
   * their features already.
   *
   * @param store left open
   */
  public static Extraction of(
      UrbanSound8K dataset,
      List<Clip> clips,
      FeatureRecipe recipe,
      FeatureStore store,
      Progress.Task task) {
    List<Outcome> outcomes =
        Workers.map(
            clips,
            () -> new MfccStream(recipe.frontEnd()),
            stream -> {},
            (stream, clip) -> extract(dataset, clip, recipe, stream, store),
            task);
    return new Extraction(
        outcomes.stream().flatMap(outcome -> outcome.features().stream()).toList(),
        outcomes.stream().flatMap(outcome -> outcome.unreadable().stream()).toList());
  }

  /** The part of it that some clips make up. */
  public Extraction only(Predicate<Clip> wanted) {
    return new Extraction(
        clips.stream().filter(features -> wanted.test(features.clip())).toList(),
        unreadable.stream().filter(clip -> wanted.test(clip.clip())).toList());
  }

  /** How many clips were asked for. */
  public int wanted() {
    return clips.size() + unreadable.size();
  }

  /** How many of the clips were shorter than a window, and so repeated to fill one. */
  public int repeated() {
    return (int) clips.stream().filter(clip -> clip.columns().repeated()).count();
  }

  private static Outcome extract(
      UrbanSound8K dataset,
      Clip clip,
      FeatureRecipe recipe,
      MfccStream stream,
      FeatureStore store) {
    int rateHz = recipe.frontEnd().sampleRateHz();
    try {
      Columns columns =
          store.columns(
              clip.path(),
              recipe,
              file -> recipe.columns(stream, dataset.samples(clip, file, rateHz)));
      return new Outcome(Optional.of(new ClipFeatures(clip, columns)), Optional.empty());
    } catch (UnreadableAudioException e) {
      return new Outcome(Optional.empty(), Optional.of(new Unreadable(clip, e.getMessage())));
    }
  }

  private record Outcome(Optional<ClipFeatures> features, Optional<Unreadable> unreadable) {}
}
