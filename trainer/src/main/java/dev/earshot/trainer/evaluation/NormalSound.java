package dev.earshot.trainer.evaluation;

import dev.earshot.acoustics.detect.AlarmChange;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.detect.Detector;
import dev.earshot.acoustics.level.LevelSum;
import java.util.List;

/**
 * The normal ones of scored clips, each a stream of its own: whatever alarm they raise is false.
 *
 * <p>Clips are short, and an alarm that is open does not open again. So a clip seldom raises more
 * than one, and where nearly every clip raises one, a stream as noisy would have one that lasts.
 */
record NormalSound(List<ClipScore> clips, StreamTiming timing) {
  static NormalSound of(List<ClipScore> scored, StreamTiming timing) {
    return new NormalSound(scored.stream().filter(clip -> !clip.anomalous()).toList(), timing);
  }

  /** How long all of it lasts. */
  double hours() {
    return clips.stream().mapToDouble(clip -> timing.hours(clip.windows().length)).sum();
  }

  /** How many alarms a detector opens in it, beginning anew with every clip. */
  int alarms(DecisionConfig decision) {
    Detector detector = new Detector(timing.sampleRateHz(), timing.strideSamples(), decision);
    LevelSum unheard = new LevelSum();
    int[] opened = {0};
    for (ClipScore clip : clips) {
      detector.begin(decision);
      for (int i = 0; i < clip.windows().length; i++) {
        detector.observe(
            timing.endSample(i),
            clip.windows()[i],
            unheard,
            change -> opened[0] += change instanceof AlarmChange.Opened ? 1 : 0);
      }
    }
    return opened[0];
  }
}
