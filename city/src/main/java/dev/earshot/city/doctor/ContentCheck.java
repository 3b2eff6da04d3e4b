package dev.earshot.city.doctor;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.console.Failure;
import dev.earshot.processor.ModelSource;
import dev.earshot.recordings.DatasetException;
import dev.earshot.recordings.UrbanSound8K;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Looks at what Earshot works on: a model, a data set. */
final class ContentCheck {
  private ContentCheck() {}

  /** Reads a model and has it do its self-test; empty for the one that ships. */
  static Finding model(Optional<Path> file) {
    try {
      ModelFile model = ModelSource.read(file);
      return Finding.ok(
          "model",
          String.format(
              Locale.ROOT, "%s, %,d parameters, runs here", model.id(), model.parameters()));
    } catch (Failure e) {
      return Finding.fault("model", e.getMessage(), "");
    } catch (UnsatisfiedLinkError e) {
      return Finding.fault(
          "model",
          "TensorFlow Lite can't be loaded: " + e.getMessage(),
          "Linux (x86_64, arm64) and macOS (arm64) are supported");
    }
  }

  /** Looks which clips of a data set are there; empty for none. */
  static Finding dataset(Optional<Path> folder) {
    if (folder.isEmpty()) {
      return Finding.skipped("data set", "none given by --dataset; the demo's city is synthetic");
    }
    try {
      UrbanSound8K set = UrbanSound8K.open(folder.get());
      String says =
          String.format(
              Locale.ROOT,
              "%s: %,d clips in folds %s",
              set.folder(),
              set.clips().size(),
              set.folds());
      return set.missing() == 0
          ? Finding.ok("data set", says)
          : Finding.warning(
              "data set",
              String.format(Locale.ROOT, "%s, %,d are missing", says, set.missing()),
              "works; figures are of these clips alone");
    } catch (DatasetException e) {
      return Finding.fault("data set", e.getMessage(), "");
    }
  }
}
