package dev.earshot.city.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.ClipsByFold;
import dev.earshot.acoustics.model.Training;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayedFoldsTest {
  private static final Training TRAINING =
      new Training(
          "UrbanSound8K",
          "CC BY-NC 3.0",
          "paper",
          List.of(2, 3, 4),
          List.of(9),
          List.of(1),
          700,
          ClipsByFold.UNKNOWN,
          1,
          "unknown");

  @Test
  void playsTheFoldsThatTheModelHasNotSeen() {
    PlayedFolds folds = PlayedFolds.unseen(List.of(1, 2, 3, 7, 9), TRAINING);

    assertThat(folds.played()).containsExactly(1, 7);
    assertThat(folds.seenInTraining()).isEmpty();
    assertThat(folds.protocol()).isEqualTo("folds");
  }

  @Test
  void goesOnWithWhatIsThereWhereTheModelHasSeenItAll() {
    PlayedFolds folds = PlayedFolds.unseen(List.of(2, 9), TRAINING);

    assertThat(folds.played()).containsExactly(2, 9);
    assertThat(folds.seenInTraining()).containsExactly(2, 9);
    assertThat(folds.protocol()).isEqualTo("seen-in-training");
  }

  @Test
  void playsWhatWasAskedForAndSaysWhatOfItWasSeen() {
    PlayedFolds folds = PlayedFolds.of(List.of(1, 2), TRAINING);

    assertThat(folds.played()).containsExactly(1, 2);
    assertThat(folds.seenInTraining()).containsExactly(2);
    assertThat(folds.protocol()).isEqualTo("seen-in-training");
  }
}
