package dev.earshot.trainer.features;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Workers;
import java.util.List;
import java.util.Optional;

/**
 * The features of many clips, and what could not be read on the way.
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
   * Reads clips and runs the front-end over them, on all processors.
   *
   * @param windowColumns columns of a window, which every clip is made to fill
   */
  public static Extraction of(
      UrbanSound8K dataset,
      List<Clip> clips,
      FrontEndConfig frontEnd,
      int windowColumns,
      Progress.Task task) {
    List<Outcome> outcomes =
        Workers.map(
            clips,
            () -> new MfccStream(frontEnd),
            stream -> {},
            (stream, clip) -> extract(dataset, clip, stream, windowColumns),
            task);
    return new Extraction(
        outcomes.stream().flatMap(outcome -> outcome.features().stream()).toList(),
        outcomes.stream().flatMap(outcome -> outcome.unreadable().stream()).toList());
  }

  /** How many of the clips were shorter than a window, and so repeated to fill one. */
  public int repeated() {
    return (int) clips.stream().filter(clip -> clip.columns().repeated()).count();
  }

  private static Outcome extract(
      UrbanSound8K dataset, Clip clip, MfccStream stream, int windowColumns) {
    try {
      float[] samples = dataset.samples(clip, stream.config().sampleRateHz());
      if (samples.length == 0) {
        return Outcome.unreadable(clip, clip.path() + " holds no samples");
      }
      Columns columns = Columns.of(stream, samples, windowColumns);
      return new Outcome(Optional.of(new ClipFeatures(clip, columns)), Optional.empty());
    } catch (UnreadableAudioException e) {
      return Outcome.unreadable(clip, e.getMessage());
    }
  }

  private record Outcome(Optional<ClipFeatures> features, Optional<Unreadable> unreadable) {
    static Outcome unreadable(Clip clip, String reason) {
      return new Outcome(Optional.empty(), Optional.of(new Unreadable(clip, reason)));
    }
  }
}
