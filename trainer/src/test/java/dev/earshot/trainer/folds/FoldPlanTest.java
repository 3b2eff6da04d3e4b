package dev.earshot.trainer.folds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldPlanTest {
  private final List<Clip> clips = new ArrayList<>();

  @Test
  void theValidationFoldIsTheSmallestThatHoldsEveryClass() {
    fold(1, 30, 30);
    fold(2, 40, 50);
    fold(3, 25, 20);
    fold(4, 400, 19);

    FoldPlan plan = FoldPlan.of(clips, List.of(1), List.of());

    assertThat(plan.test()).containsExactly(1);
    assertThat(plan.validation()).containsExactly(3);
    assertThat(plan.training()).containsExactly(2, 4);
  }

  @Test
  void whereNoFoldHoldsEveryClassTheOneWithTheMostOfItsRarerSideValidates() {
    fold(1, 2, 2);
    fold(2, 9, 1);
    fold(3, 3, 4);

    assertThat(FoldPlan.of(clips, List.of(1), List.of()).validation()).containsExactly(3);
  }

  @Test
  void foldsCanBeNamed() {
    fold(1, 2, 2);
    fold(2, 2, 2);
    fold(3, 2, 2);
    fold(4, 2, 2);

    FoldPlan plan = FoldPlan.of(clips, List.of(1, 2), List.of(4));

    assertThat(plan.training()).containsExactly(3);
    assertThat(plan.validation()).containsExactly(4);
    assertThat(plan.test()).containsExactly(1, 2);
  }

  @Test
  void aFoldThatIsNotThereIsNamedWithThoseThatAre() {
    fold(1, 2, 2);
    fold(2, 2, 2);

    assertThatThrownBy(() -> FoldPlan.of(clips, List.of(1, 12), List.of()))
        .isInstanceOf(Failure.class)
        .hasMessage("the data set has no clips of fold 12; it holds folds 1, 2");
  }

  @Test
  void aTestFoldMustChooseNothing() {
    fold(1, 2, 2);
    fold(2, 2, 2);

    assertThatThrownBy(() -> FoldPlan.of(clips, List.of(1), List.of(1)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("share a fold");
  }

  @Test
  void aFoldMustBeLeftToTrainOn() {
    fold(1, 2, 2);
    fold(2, 2, 2);

    assertThatThrownBy(() -> FoldPlan.of(clips, List.of(1), List.of()))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("no fold is left to train on");
  }

  @Test
  void bothSidesAreNeededToTrainAndToValidate() {
    fold(1, 2, 2);
    fold(2, 2, 2);
    fold(3, 2, 0);

    assertThatThrownBy(() -> FoldPlan.of(clips, List.of(1), List.of(2)))
        .isInstanceOf(Failure.class)
        .hasMessage("no anomalous clips in fold 3 to train on; choose other folds");
    assertThatThrownBy(() -> FoldPlan.of(clips, List.of(1), List.of(3)))
        .isInstanceOf(Failure.class)
        .hasMessage("no anomalous clips in fold 3 to validate on; choose other folds");
  }

  private void fold(int fold, int normal, int anomalous) {
    for (int i = 0; i < normal + anomalous; i++) {
      UrbanSoundClass soundClass =
          i < normal ? UrbanSoundClass.STREET_MUSIC : UrbanSoundClass.GUN_SHOT;
      String name = fold + "-" + i + ".wav";
      clips.add(new Clip(name, i, 0, 4, true, fold, soundClass, Path.of(name)));
    }
  }
}
