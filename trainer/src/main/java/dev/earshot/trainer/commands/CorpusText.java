package dev.earshot.trainer.commands;

import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.work.Progress;

/** Says what was found of a data set. */
final class CorpusText {
  private CorpusText() {}

  static void tell(Corpus.Data data, Progress progress) {
    if (data.missing() > 0) {
      progress.say(data.missing() + " rows of the table have no file");
    }
    UnreadableClips.tell(data.unreadable(), progress);
    if (data.repeated() > 0) {
      progress.say(data.repeated() + " clips shorter than a window were repeated to fill one");
    }
  }
}
