package dev.earshot.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  @Test
  void aClipsScoreIsTheMeanOfItsWindows() {
    Evaluation evaluation =
        Evaluation.of(
            List.of(
                clip(UrbanSoundClass.SIREN, 0.9f, 0.2f),
                clip(UrbanSoundClass.DOG_BARK, 0.4f),
                clip(UrbanSoundClass.STREET_MUSIC, 0.9f, 0.0f, 0.0f)),
            0.5);

    assertThat(evaluation.clips().scores())
        .containsExactly(new float[] {0.55f, 0.4f, 0.3f}, within(1e-6f));
    assertThat(evaluation.figures().n()).isEqualTo(3);
    assertThat(evaluation.figures().truePositives()).isEqualTo(1);
    assertThat(evaluation.figures().falsePositives()).isZero();
    assertThat(evaluation.windowFigures().n()).isEqualTo(6);
    assertThat(evaluation.windowFigures().falsePositives()).isEqualTo(1);
  }

  @Test
  void ofEveryClassItSaysHowManyWereDecidedRightly() {
    Evaluation evaluation =
        Evaluation.of(
            List.of(
                clip(UrbanSoundClass.SIREN, 0.9f),
                clip(UrbanSoundClass.SIREN, 0.1f),
                clip(UrbanSoundClass.STREET_MUSIC, 0.1f),
                clip(UrbanSoundClass.STREET_MUSIC, 0.2f),
                clip(UrbanSoundClass.STREET_MUSIC, 0.3f),
                clip(UrbanSoundClass.STREET_MUSIC, 0.7f)),
            0.5);

    assertThat(evaluation.byClass()).containsOnlyKeys("siren", "street_music");
    assertThat(evaluation.byClass().get("siren"))
        .isEqualTo(new Evaluation.ClassFigures(true, 2, 0.5));
    assertThat(evaluation.byClass().get("street_music"))
        .isEqualTo(new Evaluation.ClassFigures(false, 4, 0.75));
  }

  private static ClipScore clip(UrbanSoundClass soundClass, float... windows) {
    Clip clip = new Clip("a.wav", 1, 0, 4, true, 1, soundClass, Path.of("a.wav"));
    return new ClipScore(clip, windows, false);
  }
}
