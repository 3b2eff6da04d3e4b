package dev.earshot.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.console.Failure;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.DatasetException;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.recordings.testing.WavBytes;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.Columns;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.testing.TinyDataset;
import dev.earshot.trainer.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
  private static final Preset SHORT = Preset.PAPER.withEpochsMax(8);
  private static final Preset BETTER = Preset.BETTER_MLP.withEpochsMax(5);
  private static final int TEST_FOLD = 1;

  @TempDir private Path folder;
  private TinyDataset dataset;

  @BeforeEach
  void makeDataset() {
    dataset = TinyDataset.in(folder, 3, 10);
  }

  @Test
  void aTinyTrainingEndsWithAModelThatTellsTonesFromNoise() throws Exception {
    ModelFile file = ModelFile.parse(run(1).file().bytes());

    SplittableRandom random = new SplittableRandom(99);
    int right = 0;
    try (TfliteScorer scorer = new TfliteScorer(file)) {
      for (int i = 0; i < 20; i++) {
        boolean tone = i % 2 == 0;
        float score = score(scorer, file, TinyDataset.sound(random, tone, 0.7));
        right += score >= file.metadata().threshold() == tone ? 1 : 0;
      }
    }
    // the faintest tones are hardly there
    assertThat(right).isGreaterThanOrEqualTo(18);
  }

  @Test
  void theModelSaysWhatItWasMadeOfAndHowGoodItIs() throws Exception {
    ModelFile file = run(1).file();

    assertThat(file.metadata().training().testFolds()).containsExactly(1);
    assertThat(file.metadata().training().validationFolds()).containsExactly(2);
    assertThat(file.metadata().training().trainFolds()).containsExactly(3);
    assertThat(file.metadata().training().clips()).isEqualTo(20);
    assertThat(file.metadata().quality())
        .singleElement()
        .satisfies(
            quality -> {
              assertThat(quality.protocol()).isEqualTo("folds");
              assertThat(quality.on()).isEqualTo("test fold 1");
              assertThat(quality.n()).isEqualTo(20);
              assertThat(quality.rocAuc()).isGreaterThan(0.95);
            });
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws Exception {
    byte[] once = run(1).file().bytes();

    assertThat(run(1).file().bytes()).isEqualTo(once);
    assertThat(run(2).file().bytes()).isNotEqualTo(once);
  }

  @Test
  void nothingOfATestFoldGetsIntoTheModel() throws Exception {
    byte[] before = run(1).built().file().bytes();
    poison(TEST_FOLD);

    Experiment poisoned = run(1);

    assertThat(poisoned.test().figures().rocAuc()).isLessThan(0.5);
    assertThat(poisoned.built().file().bytes()).isEqualTo(before);
  }

  @Test
  void nothingOfATestFoldGetsIntoAModelThatLearnsFromAlteredSound() throws Exception {
    byte[] before = run(BETTER, 1).built().file().bytes();
    poison(TEST_FOLD);

    assertThat(run(BETTER, 1).built().file().bytes()).isEqualTo(before);

    poison(3);
    assertThat(run(BETTER, 1).built().file().bytes()).isNotEqualTo(before);
  }

  @Test
  void theOracleAbovePicksUpALeak() throws Exception {
    byte[] before = run(1).built().file().bytes();
    poison(3);

    assertThat(run(1).built().file().bytes()).isNotEqualTo(before);
  }

  @Test
  void clipsThatCannotBeReadAreCountedAndLeftOut() throws Exception {
    dataset
        .row("broken.wav", 3, UrbanSoundClass.SIREN)
        .file(3, "broken.wav", new byte[] {1, 2, 3})
        .row("empty.wav", 1, UrbanSoundClass.SIREN)
        .file(1, "empty.wav", WavBytes.pcm16(16_000))
        .row("gone.wav", 2, UrbanSoundClass.SIREN)
        .written();

    Experiment experiment = run(1);

    assertThat(experiment.data().unreadable())
        .extracting(clip -> clip.clip().fileName())
        .containsExactly("broken.wav", "empty.wav");
    assertThat(experiment.data().missing()).isEqualTo(1);
    assertThat(experiment.split().training()).hasSize(20);
    assertThat(experiment.testClips()).hasSize(20);
  }

  @Test
  void aFoldOfWhichNothingCanBeReadIsRefused() throws Exception {
    for (Clip clip : UrbanSound8K.open(folder).clips()) {
      if (clip.fold() == 3) {
        Files.write(clip.path(), new byte[] {0});
      }
    }

    assertThatThrownBy(() -> run(1))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("no fold is left to train on: the data set holds folds 1, 2");
  }

  /** Tones become noise and noise tones. */
  private void poison(int fold) throws IOException, DatasetException {
    SplittableRandom random = new SplittableRandom(5);
    for (Clip clip : UrbanSound8K.open(folder).clips()) {
      if (clip.fold() == fold) {
        boolean tone = !clip.soundClass().anomalous();
        Files.write(
            clip.path(),
            WavBytes.pcm16(TinyDataset.SAMPLE_RATE_HZ, TinyDataset.sound(random, tone, 1)));
      }
    }
  }

  private Experiment run(long seed) throws DatasetException {
    return run(SHORT, seed);
  }

  private Experiment run(Preset preset, long seed) throws DatasetException {
    Corpus corpus =
        Corpus.read(UrbanSound8K.open(folder), preset, FeatureStore.NONE, Progress.SILENT);
    FoldPlan plan = FoldPlan.of(corpus.clips(), List.of(TEST_FOLD), List.of(2));
    return Experiment.run(
        corpus,
        Split.byFolds(corpus.clips(), plan),
        new Recipe(
            preset,
            seed,
            OperatingGoal.BALANCED,
            WeightScales.PER_TENSOR,
            new Provenance("generated", "none", "unknown")),
        Progress.SILENT);
  }

  private static float score(TfliteScorer scorer, ModelFile file, float[] samples) {
    MfccStream stream = new MfccStream(file.metadata().frontEnd());
    int window = file.metadata().windowColumns();
    return scorer.score(Columns.of(stream, samples, window).window(0, window));
  }
}
