package dev.earshot.recordings;

import static dev.earshot.recordings.UrbanSoundClass.DOG_BARK;
import static dev.earshot.recordings.UrbanSoundClass.SIREN;
import static dev.earshot.recordings.UrbanSoundClass.STREET_MUSIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.testing.DatasetSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrbanSound8KTest {
  @TempDir Path dir;

  @Test
  void everyRowWithAFileIsAClip() throws IOException {
    new FakeDataset(dir)
        .clip("7-3-0-0.wav", DOG_BARK, 1, 4, 0.5f)
        .clip("7-9-0-0.wav", STREET_MUSIC, 2, 2, 0)
        .written();

    UrbanSound8K dataset = UrbanSound8K.open(dir);

    Path file = dir.resolve("audio/fold4/7-3-0-0.wav");
    assertThat(dataset.clips())
        .hasSize(2)
        .contains(new Clip("7-3-0-0.wav", 7, 0, 0.5, true, 4, DOG_BARK, file), atIndex(0));
    assertThat(dataset.folds()).containsExactly(2, 4);
    assertThat(dataset.clips(Set.of(2))).extracting(Clip::soundClass).containsExactly(STREET_MUSIC);
    assertThat(dataset.missing()).isZero();
    assertThat(dataset.samples(dataset.clips().get(0), 8_000)).hasSize(4_000);
  }

  @Test
  void theFolderAboveWillDo() throws IOException {
    new FakeDataset(dir.resolve("UrbanSound8K")).clip("a.wav", SIREN, 1, 1, 0).written();

    assertThat(UrbanSound8K.open(dir).folder()).isEqualTo(dir.resolve("UrbanSound8K"));
  }

  @Test
  void missingFilesAreCounted() throws IOException {
    new FakeDataset(dir)
        .clip("a.wav", SIREN, 1, 1, 0)
        .row("b.wav", SIREN, 1, 1)
        .row("c.wav", SIREN, 1, 2)
        .written();

    UrbanSound8K dataset = UrbanSound8K.open(dir);

    assertThat(dataset.clips()).hasSize(1);
    assertThat(dataset.missing()).isEqualTo(2);
    assertThat(dataset.folds()).containsExactly(1);
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    refused(dir.resolve("no"), dir.resolve("no") + " is not there: give UrbanSound8K's folder");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    refused(Files.createFile(dir.resolve("f")), dir.resolve("f") + " is not a folder");
  }

  @Test
  void aFolderWithoutATableIsRefused() {
    refused(dir, dir + " has no " + Path.of("metadata", "UrbanSound8K.csv"));
  }

  @Test
  void aTableWithoutItsFilesIsRefused() throws IOException {
    refused(
        new FakeDataset(dir).row("a.wav", SIREN, 1, 1).written(),
        "holds none of the 1 clips of its table");
  }

  @Test
  void anEmptyTableIsRefused() throws IOException {
    refused(new FakeDataset(dir).written(), "has no rows");
  }

  @Test
  void missingColumnsAreNamed() throws IOException {
    Path folder =
        new FakeDataset(dir)
            .header("slice_file_name,start,end,salience,classID,class")
            .line("a,0,1,1,8,siren")
            .written();

    refused(folder, "lacks the columns fsID, fold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "b.wav,7,x,1,1,1,8,siren | start is 'x'",
        "b.wav,7,NaN,1,1,1,8,siren | from NaN to 1.0 s is no part of a recording",
        "b.wav,7,2,1,1,1,8,siren | from 2.0 to 1.0 s is no part of a recording",
        "b.wav,7,0,1,1,one,8,siren | fold is 'one'",
        "b.wav,7,0,1,1,0,8,siren | fold 0 is not in 1..10",
        "b.wav,7,0,1,1,11,8,siren | fold 11 is not in 1..10",
        "b.wav,7,0,1,1,1,8,sirens | 'sirens' is none of its ten classes",
        "../b.wav,7,0,1,1,1,8,siren | '../b.wav' is not a file's name",
        "a.wav,8,0,1,1,2,8,siren | 'a.wav' stands in a line before",
        "b.wav,7,0 | Record 3 has 3 fields, but first record had 8 fields",
      })
  void aRowThatMakesNoSenseIsNamedByItsLine(String row, String why) throws IOException {
    refused(
        new FakeDataset(dir).clip("a.wav", SIREN, 1, 1, 0).line(row).written(), "line 3: " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>404 not found</body></html>\n<p>nothing, here</p>",
        "slice_file_name,fsID,start,end,salience,fold,classID,class\n\"a.wav,7,0\n",
        "fold,fold\n1,2\n",
        "\0\1\2\3\n\4\5\6"
      })
  void whatIsNoTableIsRefused(String content) throws IOException {
    Path table = Files.createDirectories(dir.resolve("metadata")).resolve("UrbanSound8K.csv");
    Files.writeString(table, content);

    refused(dir, table.toString());
  }

  @Test
  void everyClipOfTheSampleIsReadAndLastsAsLongAsTheTableSays() throws IOException {
    UrbanSound8K dataset = UrbanSound8K.open(DatasetSample.folder());

    assertThat(dataset.missing()).isZero();
    assertThat(dataset.clips()).isNotEmpty();
    for (Clip clip : dataset.clips()) {
      float[] samples = dataset.samples(clip, 16_000);
      assertThat(samples.length / 16_000.0)
          .as(clip.fileName())
          .isCloseTo(clip.durationS(), within(0.03));
      assertThat(Mixing.meanPower(samples)).as(clip.fileName()).isBetween(1e-8, 0.5);
    }
  }

  private static void refused(Path folder, String reason) {
    assertThatThrownBy(() -> UrbanSound8K.open(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n", "can't be read");
  }
}
