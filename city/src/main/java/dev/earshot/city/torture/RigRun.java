package dev.earshot.city.torture;

import dev.earshot.city.run.Ending;
import dev.earshot.city.run.PlainLog;
import dev.earshot.city.run.WorkDirectory;
import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.FileHandler;
import java.util.logging.Level;

/** What is around work on a {@link Rig}: a directory, a log, and an end that the user may want. */
final class RigRun {
  private RigRun() {}

  /**
   * Does the work, or a part of it where the user ends the process. Data and logs stay where it
   * fails.
   *
   * @param name of the directory and the log
   * @param processOptions options of {@code earshot process} beside those that the rig needs
   * @param keep whether data and logs stay in any case
   * @param work gets the rig, and the directory that all of it lies in
   * @throws Failure where the work fails; the message says where data and logs are
   */
  static void of(
      String name,
      Applications applications,
      List<String> processOptions,
      boolean keep,
      BiConsumer<Rig, Path> work) {
    try (Ending ending = Ending.ofThisProcess();
        WorkDirectory directory = WorkDirectory.make("earshot-" + name)) {
      if (keep) {
        directory.keep(directory.root());
      }
      logTo(directory, name);
      try (Rig rig = new Rig(applications, directory.root(), processOptions, ending)) {
        work.accept(rig, directory.root());
      } catch (Patience.Ended e) {
        // the user has had enough, and knows
      } catch (RuntimeException e) {
        if (!ending.isWanted()) {
          directory.keep(directory.root());
          throw Failure.because(e.getMessage() + "; data and logs are in " + directory.root(), e);
        }
      }
    }
  }

  private static void logTo(WorkDirectory directory, String name) {
    try {
      PlainLog.to(new FileHandler(directory.resolve(name + ".log").toString()), Level.WARNING);
    } catch (IOException e) {
      throw Failure.because("cannot write to " + directory.root() + ": " + e.getMessage(), e);
    }
  }
}
