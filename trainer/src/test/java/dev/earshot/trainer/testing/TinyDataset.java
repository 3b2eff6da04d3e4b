package dev.earshot.trainer.testing;

import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.recordings.testing.WavBytes;
import dev.earshot.trainer.features.Extraction;
import dev.earshot.trainer.features.FeatureRecipe;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An UrbanSound8K folder of short generated clips that a network can tell apart: noise is normal
 * (air_conditioner), a tone in the noise is anomalous (siren).
 */
public final class TinyDataset {
  public static final int SAMPLE_RATE_HZ = 16_000;
  private static final String HEADER = "slice_file_name,fsID,start,end,salience,fold,classID,class";

  private final Path folder;
  private final List<String> rows = new ArrayList<>(List.of(HEADER));

  private TinyDataset(Path folder) {
    this.folder = folder;
  }

  /** Clips of a second, as many of either class in each of the folds 1 to {@code folds}. */
  public static TinyDataset in(Path folder, int folds, int clipsOfAClass) {
    TinyDataset dataset = new TinyDataset(folder);
    SplittableRandom random = new SplittableRandom(7);
    for (int fold = 1; fold <= folds; fold++) {
      for (int i = 0; i < clipsOfAClass; i++) {
        dataset.add(fold, UrbanSoundClass.AIR_CONDITIONER, sound(random, false, 1.0));
        dataset.add(fold, UrbanSoundClass.SIREN, sound(random, true, 1.0));
      }
    }
    return dataset.written();
  }

  /** Noise, and in it a tone or not. */
  public static float[] sound(SplittableRandom random, boolean tone, double seconds) {
    float[] samples = new float[(int) (seconds * SAMPLE_RATE_HZ)];
    double hz = random.nextDouble(600, 2_400);
    double toneGain = tone ? random.nextDouble(0.1, 0.3) : 0;
    double noiseGain = random.nextDouble(0.02, 0.05);
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (float)
              (toneGain * Math.sin(2 * Math.PI * hz * i / SAMPLE_RATE_HZ)
                  + noiseGain * random.nextDouble(-1, 1));
    }
    return samples;
  }

  /** Adds a clip and its file; the table is {@link #written} afterwards. */
  public TinyDataset add(int fold, UrbanSoundClass soundClass, float[] samples) {
    String name = "%d-%d-0-0.wav".formatted(rows.size(), soundClass.id());
    row(name, fold, soundClass);
    file(fold, name, WavBytes.pcm16(SAMPLE_RATE_HZ, samples));
    return this;
  }

  /** Adds a row of the table without a file. */
  public TinyDataset row(String name, int fold, UrbanSoundClass soundClass) {
    rows.add(
        "%s,%d,0.0,1.0,1,%d,%d,%s"
            .formatted(name, rows.size(), fold, soundClass.id(), soundClass.label()));
    return this;
  }

  /** Writes a file, of any content. */
  public TinyDataset file(int fold, String name, byte[] bytes) {
    try {
      Path audio = Files.createDirectories(folder.resolve("audio/fold" + fold));
      Files.write(audio.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Writes the table. */
  public TinyDataset written() {
    try {
      Files.createDirectories(folder.resolve("metadata"));
      Files.write(folder.resolve("metadata/UrbanSound8K.csv"), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The features of all clips of a data set, as a preset wants them. */
  public static Extraction features(UrbanSound8K dataset, Preset preset) {
    return Extraction.of(
        dataset,
        dataset.clips(),
        new FeatureRecipe(preset.frontEnd(), preset.windowColumns()),
        FeatureStore.NONE,
        Progress.SILENT.begin("features", dataset.clips().size()));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }
}
