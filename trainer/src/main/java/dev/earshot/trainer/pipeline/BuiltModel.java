package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Quality;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.SelfTest;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.ScoreCalibration;
import dev.earshot.trainer.export.ExportCheck;
import dev.earshot.trainer.export.QuantisedNetwork;
import dev.earshot.trainer.export.TfliteWriter;
import dev.earshot.trainer.network.TrainedMlp;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model that is finished, though not yet measured on folds it has not seen.
 *
 * @param trained the float network, its scores calibrated, and how it came to be
 * @param scoreCalibration how they were
 * @param network the same in integers
 * @param metadata all but the quality on unseen folds
 * @param streamRule how the thresholds of a stream were chosen, in words
 * @param validation how the int8 file does on the clips that chose its threshold
 * @param export the file beside the networks it was made from, on the same clips
 */
public record BuiltModel(
    TrainedMlp trained,
    ScoreCalibration scoreCalibration,
    QuantisedNetwork network,
    ModelMetadata metadata,
    String streamRule,
    Evaluation validation,
    ExportCheck export) {

  /** The model file as it is without any quality measured. */
  public ModelFile file() {
    return file(network, metadata);
  }

  /** The model file, saying how good it was found. */
  public ModelFile file(List<Quality> quality) {
    return file(network, metadata.withQuality(quality));
  }

  /** Scorers that run the int8 file. */
  public Supplier<Scorer> scorers() {
    ModelFile file = file();
    return () -> new TfliteScorer(file);
  }

  /** Scorers that run the float network. */
  public Supplier<Scorer> floatScorers() {
    return () -> new FloatScorer(trained.network(), metadata.normalisation());
  }

  /** Writes a model with its self-test and reads it back as any user of it will. */
  static ModelFile file(QuantisedNetwork network, ModelMetadata metadata) {
    ModelFile untested = written(network, metadata);
    try (Scorer scorer = new TfliteScorer(untested)) {
      return written(network, metadata.withSelfTest(SelfTest.steps(metadata, scorer)));
    }
  }

  private static ModelFile written(QuantisedNetwork network, ModelMetadata metadata) {
    String description = "Earshot " + metadata.name();
    try {
      return ModelFile.parse(TfliteWriter.write(network, description, metadata.toJson()));
    } catch (InvalidModelException e) {
      throw new IllegalStateException("the model just written is not one: " + e.getMessage(), e);
    }
  }
}
