package dev.earshot.processor;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.console.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the model in use comes from. */
public final class ModelSource {
  private ModelSource() {}

  /**
   * Reads the model.
   *
   * @param file empty for the one that ships with Earshot
   * @throws Failure where there is none, or not one
   */
  public static ModelFile read(Optional<Path> file) {
    return read("--model", file);
  }

  /**
   * The same.
   *
   * @param option what the user named it by
   */
  public static ModelFile read(String option, Optional<Path> file) {
    return file.map(path -> read(option, path)).orElseGet(ShippedModel::load);
  }

  private static ModelFile read(String option, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return TfliteScorer.tried(ModelFile.read(in));
    } catch (IOException e) {
      throw Failure.because(
          "model file %s can't be read (%s); mend %s"
              .formatted(file, e.getClass().getSimpleName(), option),
          e);
    } catch (InvalidModelException e) {
      throw Failure.because(
          "model file " + file + " can't be used: " + e.getMessage() + "; mend " + option, e);
    }
  }
}
