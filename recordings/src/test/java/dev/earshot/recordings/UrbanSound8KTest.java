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

  @Test
  void aRowThatMakesNoSenseIsNamedByItsLine() throws IOException {
    refused(
        new FakeDataset(dir.resolve("a"))
            .clip("a.wav", SIREN, 1, 1, 0)
            .line("b.wav,7,x,1,1,1,8,siren")
            .written(),
        "line 3");
    refused(
        new FakeDataset(dir.resolve("b")).line("b.wav,7,0,1,1,1,8,sirens").written(),
        "line 2: 'sirens' is none");
    refused(
        new FakeDataset(dir.resolve("c")).line("../b.wav,7,0,1,1,1,8,siren").written(),
        "'../b.wav' is not a file's name");
    refused(new FakeDataset(dir.resolve("d")).line("b.wav,7,0").written(), "line 2");
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
        .doesNotContain("\n");
  }
}
