package dev.earshot.recordings;

import static dev.earshot.recordings.UrbanSoundClass.DOG_BARK;
import static dev.earshot.recordings.UrbanSoundClass.ENGINE_IDLING;
import static dev.earshot.recordings.UrbanSoundClass.SIREN;
import static dev.earshot.recordings.UrbanSoundClass.STREET_MUSIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrbanSoundLibraryTest {
  @TempDir Path dir;

  @Test
  void backgroundsAreNormalAndEventsAnomalousAndInTheForeground() throws IOException {
    UrbanSoundLibrary library = library(city(), 1);
    SplittableRandom random = new SplittableRandom(1);
    Set<String> backgrounds = new TreeSet<>();
    Set<String> events = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      backgrounds.add(library.background(random).source());
      events.add(library.event(random).source());
    }

    assertThat(backgrounds).containsExactly("engine.wav", "music.wav");
    // a far bark is there only because no near one is; of sirens there is a near one
    assertThat(events).containsExactly("far-bark.wav", "near-siren.wav");
  }

  @Test
  void aSoundSaysWhatItIsAndWhereFrom() throws IOException {
    Sound sound = library(city(), 2).event(new SplittableRandom(1));

    assertThat(sound.label()).isEqualTo("siren");
    assertThat(sound.anomalous()).isTrue();
    assertThat(sound.fold()).isEqualTo(OptionalInt.of(2));
    assertThat(sound.samples()).hasSize(8_000).containsOnly(0.75f);
  }

  @Test
  void aSeedGivesTheSameCityWhateverWasHeardBefore() throws IOException {
    UrbanSoundLibrary fresh = library(city(), 1, 2);
    UrbanSoundLibrary used = library(city(), 1, 2);
    for (int i = 0; i < 50; i++) {
      used.event(new SplittableRandom(i));
    }
    SplittableRandom a = new SplittableRandom(42);
    SplittableRandom b = new SplittableRandom(42);
    for (int i = 0; i < 50; i++) {
      assertThat(used.event(a).source()).isEqualTo(fresh.event(b).source());
      assertThat(used.background(a).source()).isEqualTo(fresh.background(b).source());
    }
  }

  @Test
  void anUnreadableClipIsSkippedAndReportedOnce() throws IOException {
    FakeDataset dataset = new FakeDataset(dir).clip("music.wav", STREET_MUSIC, 1, 1, 0.5f);
    dataset
        .clip("siren.wav", SIREN, 1, 1, 0.5f)
        .row("bad.wav", SIREN, 1, 1)
        .file("bad.wav", 1, "no sound".getBytes());
    UrbanSoundLibrary library =
        UrbanSoundLibrary.of(UrbanSound8K.open(dataset.written()), Set.of(1));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      assertThat(library.event(random).source()).isEqualTo("siren.wav");
    }

    assertThat(library.unreadable()).singleElement().asString().contains("bad.wav: not a WAV file");
  }

  @Test
  void aFolderOfNothingButUnreadableClipsIsAnError() throws IOException {
    FakeDataset dataset = new FakeDataset(dir).clip("music.wav", STREET_MUSIC, 1, 1, 0.5f);
    dataset.row("bad.wav", SIREN, 1, 1).file("bad.wav", 1, new byte[3]);
    UrbanSoundLibrary library =
        UrbanSoundLibrary.of(UrbanSound8K.open(dataset.written()), Set.of(1));

    assertThatThrownBy(() -> library.event(new SplittableRandom(1)))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessageContaining("bad.wav");
  }

  @Test
  void foldsWithoutEventsAreRefused() throws IOException {
    UrbanSound8K dataset = city();

    assertThatThrownBy(() -> UrbanSoundLibrary.of(dataset, Set.of(3)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no anomalous clip in folds [3]: it has clips in folds [1, 2, 3]");
  }

  private UrbanSound8K city() throws IOException {
    FakeDataset dataset = new FakeDataset(dir).clip("engine.wav", ENGINE_IDLING, 2, 1, 0.1f);
    dataset.clip("music.wav", STREET_MUSIC, 1, 1, 0.1f).clip("far-bark.wav", DOG_BARK, 2, 1, 0.2f);
    dataset.clip("near-siren.wav", SIREN, 1, 1, 0.3f).clip("far-siren.wav", SIREN, 2, 1, 0.3f);
    dataset.clip("other.wav", SIREN, 1, 2, 0.75f).clip("other-music.wav", STREET_MUSIC, 1, 2, 0.1f);
    return UrbanSound8K.open(dataset.clip("only-music.wav", STREET_MUSIC, 1, 3, 0.1f).written());
  }

  private static UrbanSoundLibrary library(UrbanSound8K dataset, Integer... folds)
      throws DatasetException {
    return UrbanSoundLibrary.of(dataset, Set.of(folds));
  }
}
