package dev.earshot.trainer.commands;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.console.Failure;
import dev.earshot.recordings.DatasetException;
import dev.earshot.recordings.Recording;
import dev.earshot.recordings.Resampler;
import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.WavFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens what commands are given, and says in one line what is wrong with it. */
final class Inputs {
  private Inputs() {}

  /** The model of a file, or the shipped one. */
  static ModelFile model(Optional<Path> file) {
    return file.map(Inputs::model).orElseGet(ShippedModel::load);
  }

  private static ModelFile model(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Failure.because("no model file " + file + "; give a .tflite that Earshot trained");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return TfliteScorer.tried(ModelFile.read(in));
    } catch (InvalidModelException e) {
      throw Failure.because("model file " + file + " can't be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failure.because("model file " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** A data set's folder. */
  static UrbanSound8K dataset(Path folder) {
    try {
      return UrbanSound8K.open(folder);
    } catch (DatasetException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }

  /** A WAV file's samples at a rate. */
  static float[] samples(Path file, int sampleRateHz) {
    try {
      Recording recording = WavFile.read(file);
      return Resampler.resample(recording.mono(), recording.sampleRateHz(), sampleRateHz);
    } catch (UnreadableAudioException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }
}
