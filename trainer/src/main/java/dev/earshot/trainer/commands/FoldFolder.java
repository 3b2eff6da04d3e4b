package dev.earshot.trainer.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.trainer.pipeline.CodeVersion;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.FoldResult;
import dev.earshot.trainer.pipeline.FoldStore;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.work.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The finished folds of a cross-validation in a folder: {@code fold-N/model.tflite} and {@code
 * fold-N/result.json}. A result counts only for the very same training (data, recipe and code) and
 * beside its own model, and only as it was written.
 */
final class FoldFolder implements FoldStore {
  private static final String RESULT_FILE = "result.json";
  private static final String RESULT = "result";
  private static final String SEAL = "seal";

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
    this.training = Sha256.of(Outputs.utf8(settings), CodeVersion.fingerprint().bytes()).hex();
  }

  @Override
  public Optional<FoldResult> finished(int fold) {
    Path result = of(fold).resolve(RESULT_FILE);
    Path model = of(fold).resolve(TrainCommand.MODEL_FILE);
    if (!Files.isRegularFile(result) || !Files.isRegularFile(model)) {
      return Optional.empty();
    }
    try {
      JsonNode kept = Json.parse(Files.readAllBytes(result));
      String expected = seal(fold, kept.path(RESULT), Files.readAllBytes(model)).hex();
      return kept.path(SEAL).asText().equals(expected)
          ? Optional.of(Json.value(kept.path(RESULT), FoldResult.class))
          : Optional.empty();
    } catch (IOException e) {
      // damaged, or of another version: trained again
      return Optional.empty();
    }
  }

  @Override
  public void keep(FoldResult result, Experiment experiment) {
    byte[] model = experiment.file().bytes();
    JsonNode tree = Json.tree(result);
    ObjectNode kept = Json.object().put(SEAL, seal(result.fold(), tree, model).hex());
    kept.set(RESULT, tree);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TrainCommand.MODEL_FILE, model);
    files.put(RESULT_FILE, Outputs.utf8(Json.text(kept)));
    Outputs.write(of(result.fold()), files);
  }

  /** What only this training's own result of this fold, with its own model, is under. */
  private Sha256 seal(int fold, JsonNode result, byte[] model) {
    String told = training + " " + fold + " " + Json.text(result);
    return Sha256.of(Outputs.utf8(told), model);
  }

  private Path of(int fold) {
    return folder.resolve("fold-" + fold);
  }
}
