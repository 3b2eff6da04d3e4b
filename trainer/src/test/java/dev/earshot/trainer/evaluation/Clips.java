package dev.earshot.trainer.evaluation;

import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Scored clips for tests. */
final class Clips {
  private Clips() {}

  static ClipScore of(UrbanSoundClass soundClass, float... windows) {
    return of(0, 1, soundClass, windows);
  }

  static ClipScore of(int number, long recording, UrbanSoundClass soundClass, float... windows) {
    String name = number + ".wav";
    Clip clip = new Clip(name, recording, 0, 4, true, 1, soundClass, Path.of(name));
    return new ClipScore(clip, windows, false);
  }

  static ClipScore anomalous(float... windows) {
    return of(UrbanSoundClass.SIREN, windows);
  }

  static ClipScore normal(float... windows) {
    return of(UrbanSoundClass.STREET_MUSIC, windows);
  }

  /** Of each score as many clips, one window each. */
  static List<ClipScore> both(float[] normal, float[] anomalous) {
    List<ClipScore> clips = new ArrayList<>();
    for (float score : normal) {
      clips.add(normal(score));
    }
    for (float score : anomalous) {
      clips.add(anomalous(score));
    }
    return clips;
  }

  /**
   * Clips as often normal as anomalous, whose windows are so that the score with the given slope is
   * the true probability.
   */
  static List<ClipScore> logits(SplittableRandom random, int count, double slope) {
    List<ClipScore> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] windows = new float[1 + random.nextInt(3)];
      // of a clip all windows are alike
      Arrays.fill(windows, (float) random.nextDouble(-6, 6));
      double anomalous = 1 / (1 + Math.exp(-slope * windows[0]));
      clips.add(random.nextDouble() < anomalous ? anomalous(windows) : normal(windows));
    }
    return clips;
  }
}
