package dev.earshot.trainer.commands;

import dev.earshot.console.Failure;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.features.Extraction.Unreadable;
import dev.earshot.trainer.work.Progress;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * How many of the clips a command asks for may be unreadable: a picocli mixin. A few of thousands
 * change no figure; more mean that the data set is damaged, which must not pass unnoticed.
 */
final class UnreadableClips {
  private static final String OPTION = "--max-unreadable";
  private static final int LINES_MAX = 5;

  @Option(
      names = OPTION,
      paramLabel = "PERCENT",
      defaultValue = "1",
      description =
          "Clips that may be unreadable, which are left out and listed (default: ${DEFAULT-VALUE}"
              + " percent of those wanted).")
  private double percentMax;

  /**
   * Refuses a bound that is none, before anything is read.
   *
   * @throws Failure of wrong usage
   */
  void check() {
    if (!(percentMax >= 0 && percentMax <= 100)) {
      throw Failure.usage(OPTION + " is " + percentMax + ", must be 0 to 100");
    }
  }

  /**
   * Lists the clips that can't be read, without a wall of lines.
   *
   * @throws Failure where they are too many
   */
  void judge(Extraction extraction, Progress progress) {
    List<Unreadable> clips = extraction.unreadable();
    if (clips.isEmpty()) {
      return;
    }
    String howMany = clips.size() + " of " + extraction.wanted() + " clips can't be read";
    if (100.0 * clips.size() > percentMax * extraction.wanted()) {
      throw Failure.because(
          "%s, more than %s percent; the first: %s; fetch them again, or allow more with %s"
              .formatted(howMany, percent(), clips.get(0).reason(), OPTION));
    }
    progress.say(howMany + " and were left out:");
    clips.stream().limit(LINES_MAX).forEach(clip -> progress.say("  " + clip.reason()));
    if (clips.size() > LINES_MAX) {
      progress.say("  and " + (clips.size() - LINES_MAX) + " more");
    }
  }

  private String percent() {
    return percentMax == Math.rint(percentMax)
        ? String.valueOf((long) percentMax)
        : String.valueOf(percentMax);
  }
}
