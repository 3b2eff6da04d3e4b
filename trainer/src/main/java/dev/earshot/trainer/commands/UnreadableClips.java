package dev.earshot.trainer.commands;

import dev.earshot.trainer.features.Extraction.Unreadable;
import dev.earshot.trainer.work.Progress;
import java.util.List;

/** Says which clips could not be read, without a wall of lines. */
final class UnreadableClips {
  private static final int LINES_MAX = 5;

  private UnreadableClips() {}

  static void tell(List<Unreadable> clips, Progress progress) {
    if (!clips.isEmpty()) {
      progress.say(clips.size() + " clips can't be read and were left out:");
      clips.stream().limit(LINES_MAX).forEach(clip -> progress.say("  " + clip.reason()));
      if (clips.size() > LINES_MAX) {
        progress.say("  and " + (clips.size() - LINES_MAX) + " more");
      }
    }
  }
}
