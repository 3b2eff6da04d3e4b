package dev.earshot.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.testing.TinyDataset;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossValidationTest {
  private static final int FOLDS = 4;
  private static final Recipe RECIPE =
      new Recipe(
          Preset.PAPER.withEpochsMax(3),
          1,
          OperatingGoal.BALANCED,
          WeightScales.PER_TENSOR,
          new Provenance("generated", "none", "unknown"));

  @TempDir private Path folder;
  private TinyDataset dataset;

  /** Keeps folds in memory, and breaks off where it is told to. */
  private static final class Kept implements FoldStore {
    private final Map<Integer, FoldResult> folds = new HashMap<>();
    private final Map<Integer, byte[]> files = new HashMap<>();
    private int breaksOffAfter = Integer.MAX_VALUE;

    @Override
    public Optional<FoldResult> finished(int fold) {
      return Optional.ofNullable(folds.get(fold));
    }

    @Override
    public void keep(FoldResult result, Experiment experiment) {
      if (folds.size() == breaksOffAfter) {
        throw new IllegalStateException("pulled the plug");
      }
      folds.put(result.fold(), result);
      files.put(result.fold(), experiment.file().bytes());
    }
  }

  @BeforeEach
  void makeDataset() {
    dataset = TinyDataset.in(folder, FOLDS, 5);
  }

  @Test
  void everyClipIsMeasuredOnceByAModelThatHasNotSeenItsFold() throws Exception {
    CrossValidation done = run(new Kept());

    assertThat(done.folds()).extracting(FoldResult::fold).containsExactly(1, 2, 3, 4);
    assertThat(done.folds()).allSatisfy(fold -> assertThat(fold.clips()).hasSize(10));
    assertThat(done.folds())
        .allSatisfy(fold -> assertThat(fold.validationFolds()).doesNotContain(fold.fold()));
    assertThat(done.pooled().n()).isEqualTo(FOLDS * 10);
    assertThat(done.remarks()).isEmpty();
  }

  @Test
  void oneThatWasBrokenOffGoesOnWhereItStoppedAndEndsAsOneThatWasNot() throws Exception {
    Kept whole = new Kept();
    run(whole);
    Kept broken = new Kept();
    broken.breaksOffAfter = 2;
    assertThatThrownBy(() -> run(broken)).hasMessage("pulled the plug");
    Map<Integer, FoldResult> before = Map.copyOf(broken.folds);

    broken.breaksOffAfter = Integer.MAX_VALUE;
    run(broken);

    assertThat(before).hasSize(2);
    assertThat(broken.folds).containsAllEntriesOf(before);
    assertThat(broken.files).containsOnlyKeys(1, 2, 3, 4);
    for (int fold = 1; fold <= FOLDS; fold++) {
      assertThat(broken.files.get(fold)).isEqualTo(whole.files.get(fold));
      assertThat(broken.folds.get(fold).clips()).isEqualTo(whole.folds.get(fold).clips());
    }
  }

  @Test
  void aFoldThatLacksAClassOrASideIsHandledAndSaid() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    dataset.add(5, UrbanSoundClass.SIREN, TinyDataset.sound(random, true, 1)).written();

    CrossValidation done = run(new Kept());

    assertThat(done.remarks())
        .containsExactly(
            "Fold 5 has no air_conditioner.", "Fold 5 has one side only, and so no ROC AUC.");
    assertThat(done.spread(BinaryMetrics::rocAuc).folds()).isEqualTo(FOLDS);
    assertThat(done.spread(BinaryMetrics::accuracy).folds()).isEqualTo(FOLDS + 1);
    assertThat(done.spread(BinaryMetrics::rocAuc).mean()).isFinite();
  }

  @Test
  void theSpreadIsThatOfTheFolds() {
    Spread spread = Spread.of(List.of(0.6, 0.8, Double.NaN, 1.0));

    assertThat(spread.mean()).isCloseTo(0.8, within(1e-12));
    assertThat(spread.deviation()).isCloseTo(0.2, within(1e-12));
    assertThat(spread.lowest()).isEqualTo(0.6);
    assertThat(spread.highest()).isEqualTo(1.0);
    assertThat(spread.folds()).isEqualTo(3);
    assertThat(Spread.of(List.of(0.5)).deviation()).isNaN();
  }

  private CrossValidation run(FoldStore store) throws Exception {
    Corpus corpus =
        Corpus.read(UrbanSound8K.open(folder), RECIPE.preset(), FeatureStore.NONE, Progress.SILENT);
    return CrossValidation.run(corpus, List.of(), RECIPE, store, Progress.SILENT);
  }
}
