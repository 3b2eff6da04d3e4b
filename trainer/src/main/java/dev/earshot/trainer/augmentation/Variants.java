package dev.earshot.trainer.augmentation;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.Columns;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The features of training clips, as recorded and altered. */
public final class Variants {
  private Variants() {}

  /**
   * The clips as recorded and, where anything is to be altered, {@value Augmentation#VARIANTS}
   * times more: lists of the same clips in the same order, those as recorded first. The same clips
   * and seed give the same variants, whatever the number of processors. Takes the memory of the
   * columns, and of one background of each recording.
   *
   * @param recorded clips to learn from; backgrounds are drawn from them alone
   * @param windowColumns columns of a window, which every clip is made to fill
   * @param task told of every clip
   */
  public static List<List<ClipFeatures>> of(
      UrbanSound8K dataset,
      List<ClipFeatures> recorded,
      FrontEndConfig frontEnd,
      int windowColumns,
      Augmentation augmentation,
      long seed,
      Progress.Task task) {
    List<List<ClipFeatures>> variants = new ArrayList<>(List.of(recorded));
    if (!augmentation.any()) {
      return variants;
    }
    List<Clip> clips = recorded.stream().map(ClipFeatures::clip).toList();
    SplittableRandom random = new SplittableRandom(seed);
    Backgrounds backgrounds =
        augmentation.background().isPresent()
            ? Backgrounds.of(dataset, clips, frontEnd.sampleRateHz(), random)
            : Backgrounds.none();
    Augmenter augmenter = new Augmenter(augmentation, backgrounds);
    // a generator for each clip, split off in order, whichever worker takes the clip
    List<Job> jobs = clips.stream().map(clip -> new Job(clip, random.split())).toList();
    List<List<ClipFeatures>> byClip =
        Workers.map(
            jobs,
            () -> new MfccStream(frontEnd),
            stream -> {},
            (stream, job) -> altered(dataset, job, stream, windowColumns, augmenter),
            task);
    for (int v = 0; v < Augmentation.VARIANTS; v++) {
      int variant = v;
      variants.add(byClip.stream().map(ofClip -> ofClip.get(variant)).toList());
    }
    return variants;
  }

  private record Job(Clip clip, SplittableRandom random) {}

  private static List<ClipFeatures> altered(
      UrbanSound8K dataset, Job job, MfccStream stream, int windowColumns, Augmenter augmenter)
      throws Exception {
    Clip clip = job.clip();
    float[] samples = dataset.samples(clip, stream.config().sampleRateHz());
    List<ClipFeatures> altered = new ArrayList<>();
    for (int v = 0; v < Augmentation.VARIANTS; v++) {
      float[] sound = augmenter.altered(samples, clip.recordingId(), job.random());
      altered.add(new ClipFeatures(clip, Columns.of(stream, sound, windowColumns)));
    }
    return altered;
  }
}
