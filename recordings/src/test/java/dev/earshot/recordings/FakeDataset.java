package dev.earshot.recordings;

import dev.earshot.recordings.testing.WavBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small UrbanSound8K folder made on the spot: each clip is half a second of one constant value.
 */
final class FakeDataset {
  static final String HEADER = "slice_file_name,fsID,start,end,salience,fold,classID,class";

  private final Path folder;
  private final List<String> lines = new ArrayList<>(List.of(HEADER));

  FakeDataset(Path folder) {
    this.folder = folder;
  }

  /** A row and its file. */
  FakeDataset clip(String name, UrbanSoundClass soundClass, int salience, int fold, float value)
      throws IOException {
    float[] samples = new float[8_000];
    Arrays.fill(samples, value);
    return row(name, soundClass, salience, fold).file(name, fold, WavBytes.pcm16(16_000, samples));
  }

  FakeDataset row(String name, UrbanSoundClass soundClass, int salience, int fold) {
    return line(
        "%s,7,0.0,0.5,%d,%d,%d,%s"
            .formatted(name, salience, fold, soundClass.id(), soundClass.label()));
  }

  FakeDataset line(String line) {
    lines.add(line);
    return this;
  }

  FakeDataset header(String header) {
    lines.set(0, header);
    return this;
  }

  FakeDataset file(String name, int fold, byte[] bytes) throws IOException {
    Path audio = Files.createDirectories(folder.resolve("audio/fold" + fold));
    Files.write(audio.resolve(name), bytes);
    return this;
  }

  /** Writes the table. */
  Path written() throws IOException {
    Files.createDirectories(folder.resolve("metadata"));
    Files.write(folder.resolve("metadata/UrbanSound8K.csv"), lines);
    return folder;
  }
}
