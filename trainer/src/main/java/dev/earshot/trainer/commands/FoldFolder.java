package dev.earshot.trainer.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.trainer.pipeline.CodeVersion;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.FoldResult;
import dev.earshot.trainer.pipeline.FoldStore;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.work.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The finished folds of a cross-validation in a folder: {@code fold-N/model.tflite} and {@code
 * fold-N/result.json}. A result counts only for the very same training: data, recipe and code.
 */
final class FoldFolder implements FoldStore {
  private static final String RESULT_FILE = "result.json";

  private final Path folder;
  private final String training;

  /**
   * A folder for one cross-validation.
   *
   * @param validationFolds as they were asked for
   */
  FoldFolder(Path folder, Corpus corpus, Recipe recipe, List<Integer> validationFolds) {
    this.folder = folder;
    String settings = recipe + " " + validationFolds + " " + corpus.digest().hex();
    this.training =
        Sha256.of(settings.getBytes(StandardCharsets.UTF_8), CodeVersion.fingerprint().bytes())
            .hex();
  }

  @Override
  public Optional<FoldResult> finished(int fold) {
    Path file = of(fold).resolve(RESULT_FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(Files.readAllBytes(file), Kept.class))
          .filter(kept -> training.equals(kept.training()))
          .map(Kept::result);
    } catch (IOException e) {
      // damaged, or of another version: trained again
      return Optional.empty();
    }
  }

  @Override
  public void keep(FoldResult result, Experiment experiment) {
    JsonNode json = Json.tree(new Kept(training, result));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TrainCommand.MODEL_FILE, experiment.file().bytes());
    files.put(RESULT_FILE, Json.text(json).getBytes(StandardCharsets.UTF_8));
    Outputs.write(of(result.fold()), files);
  }

  private Path of(int fold) {
    return folder.resolve("fold-" + fold);
  }

  /** What is in the file: the result, and which training it is of. */
  private record Kept(String training, FoldResult result) {}
}
