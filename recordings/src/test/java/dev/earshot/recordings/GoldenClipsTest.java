package dev.earshot.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.testing.DatasetSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real recordings through the whole front-end, against librosa in double precision. Needs the
 * vectors, which are no part of the repository, and a data set that holds the clips at 16 kHz.
 */
class GoldenClipsTest {
  private static final float TOLERANCE = 0.01f;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "101848-9-0-1",
        "125520-1-4-0",
        "131918-7-0-3",
        "14111-4-0-4",
        "159726-3-0-0",
        "16772-8-0-0",
        "196058-2-0-0",
        "47160-0-0-1",
        "7064-6-3-0",
        "89724-5-0-1"
      })
  void agreesWithLibrosa(String clip) throws IOException {
    Path vectors = DatasetSample.goldenVectors().resolve("urbansound8k/" + clip + ".mfcc.csv");
    Recording recording = WavFile.read(audio(clip));
    assumeTrue(
        recording.sampleRateHz() == FrontEndConfig.PAPER.sampleRateHz(),
        "the vectors are of clips at 16 kHz, this one has " + recording.sampleRateHz() + " Hz");
    List<String> expected = Files.readAllLines(vectors);

    float[][] columns = MfccStream.columnsOf(FrontEndConfig.PAPER, recording.mono());

    assertThat(columns).hasNumberOfRows(expected.size());
    for (int i = 0; i < columns.length; i++) {
      String[] row = expected.get(i).split(",");
      for (int c = 0; c < columns[i].length; c++) {
        assertThat(columns[i][c])
            .as("column %d, coefficient %d", i, c)
            .isCloseTo(Float.parseFloat(row[c]), within(TOLERANCE));
      }
    }
  }

  private static Path audio(String clip) throws IOException {
    List<Path> found =
        UrbanSound8K.open(DatasetSample.folder()).clips().stream()
            .filter(c -> c.fileName().equals(clip + ".wav"))
            .map(Clip::path)
            .toList();
    assumeTrue(!found.isEmpty(), clip + ".wav is not in the data set at hand");
    return found.get(0);
  }
}
