package dev.earshot.trainer.augmentation;

import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.work.Progress;
import dev.earshot.trainer.work.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The sound of normal clips, to be laid under others. Immutable and thread-safe. */
final class Backgrounds {
  /** Of as many recordings one clip is kept: 64 MB, more than a training can hear of each. */
  private static final int RECORDINGS_MAX = 256;

  private final List<Background> backgrounds;

  private record Background(long recordingId, float[] samples) {}

  private Backgrounds(List<Background> backgrounds) {
    this.backgrounds = backgrounds;
  }

  /** None at all. */
  static Backgrounds none() {
    return new Backgrounds(List.of());
  }

  /**
   * One clip, any, of each recording that is normal; of {@value #RECORDINGS_MAX} recordings, any,
   * where there are more.
   *
   * @param clips to choose from
   */
  static Backgrounds of(
      UrbanSound8K dataset, List<Clip> clips, int sampleRateHz, SplittableRandom random) {
    Map<Long, List<Clip>> byRecording = new LinkedHashMap<>();
    for (Clip clip : clips) {
      if (!clip.soundClass().anomalous()) {
        byRecording.computeIfAbsent(clip.recordingId(), id -> new ArrayList<>()).add(clip);
      }
    }
    List<List<Clip>> recordings = new ArrayList<>(byRecording.values());
    List<Clip> chosen = new ArrayList<>();
    while (!recordings.isEmpty() && chosen.size() < RECORDINGS_MAX) {
      List<Clip> own = recordings.remove(random.nextInt(recordings.size()));
      chosen.add(own.get(random.nextInt(own.size())));
    }
    try (Progress.Task task = Progress.SILENT.begin("backgrounds", chosen.size())) {
      return new Backgrounds(
          Workers.map(
              chosen,
              () -> dataset,
              tool -> {},
              (tool, clip) -> new Background(clip.recordingId(), tool.samples(clip, sampleRateHz)),
              task));
    }
  }

  /** Any that is of another recording; empty where there is none. Not to be changed. */
  Optional<float[]> notOf(long recordingId, SplittableRandom random) {
    List<Background> others =
        backgrounds.stream().filter(one -> one.recordingId() != recordingId).toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(random.nextInt(others.size())).samples());
  }
}
