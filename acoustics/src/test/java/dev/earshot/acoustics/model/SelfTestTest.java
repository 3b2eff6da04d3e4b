package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a model does here what it did where it was made. */
class SelfTestTest {
  private final ModelFile file = ShippedModel.load();

  private void check(List<Integer> stated) throws InvalidModelException {
    try (Scorer scorer = new TfliteScorer(file)) {
      SelfTest.check(file.metadata().withSelfTest(stated), scorer);
    }
  }

  private List<Integer> found() {
    try (Scorer scorer = new TfliteScorer(file)) {
      return SelfTest.steps(file.metadata(), scorer);
    }
  }

  @Test
  void theShippedModelStatesWhatItsSoundsScore() {
    assertThat(file.metadata().selfTest()).isEqualTo(found());
    assertThatCode(() -> TfliteScorer.tried(file)).doesNotThrowAnyException();
  }

  @Test
  void theSoundsAreUnlike() {
    assertThat(found().stream().distinct().count()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void theReferenceScoresThemAlike() {
    try (Scorer scorer = new ReferenceInterpreter(file, ReferenceInterpreter.Kernels.TFLITE)) {
      assertThat(SelfTest.steps(file.metadata(), scorer)).isEqualTo(found());
    }
  }

  @Test
  void oneStepOffIsRightTwoAreNot() throws InvalidModelException {
    List<Integer> stated = new ArrayList<>(found());
    stated.set(3, stated.get(3) - 1);
    check(stated);
    stated.set(3, stated.get(3) - 1);
    assertThatThrownBy(() -> check(stated))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("self-test");
  }

  @Test
  void aModelThatStatesNoneIsTakenAsItIs() {
    assertThatCode(() -> check(List.of())).doesNotThrowAnyException();
  }
}
