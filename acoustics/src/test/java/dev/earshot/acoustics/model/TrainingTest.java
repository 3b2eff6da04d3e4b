package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final Training TRAINING =
      new Training(
          "d",
          "l",
          "p",
          List.of(3, 4),
          List.of(2),
          List.of(1),
          10,
          ClipsByFold.UNKNOWN,
          1,
          "unknown");

  @Test
  void hasSeenTheFoldsItWasFittedToAndThoseThatChoseItsThreshold() {
    assertThat(TRAINING.seenOf(List.of(5, 3, 2, 1))).containsExactly(2, 3);
    assertThat(TRAINING.seenOf(List.of(1, 5))).isEmpty();
  }

  @Test
  void theProtocolIsFoldsOnlyWhereNoneWasSeen() {
    assertThat(Protocol.ofSeen(TRAINING.seenOf(List.of(1, 5))).label()).isEqualTo("folds");
    assertThat(Protocol.ofSeen(TRAINING.seenOf(List.of(1, 2))).label())
        .isEqualTo("seen-in-training");
  }
}
