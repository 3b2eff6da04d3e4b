package dev.earshot.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.Evaluation.ClassFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  @Test
  void aClipsScoreIsTheMeanOfItsWindows() {
    Evaluation evaluation =
        Evaluation.of(
            List.of(
                Clips.of(UrbanSoundClass.SIREN, 0.9f, 0.2f),
                Clips.of(UrbanSoundClass.DOG_BARK, 0.4f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.9f, 0.0f, 0.0f)),
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
                Clips.of(UrbanSoundClass.SIREN, 0.9f),
                Clips.of(UrbanSoundClass.SIREN, 0.1f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.1f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.2f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.3f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.7f)),
            0.5);

    assertThat(evaluation.byClass()).containsOnlyKeys("siren", "street_music");
    assertThat(evaluation.byClass().get("siren")).isEqualTo(new ClassFigures(true, 2, 1));
    assertThat(evaluation.byClass().get("street_music")).isEqualTo(new ClassFigures(false, 4, 1));
    assertThat(evaluation.byClass().get("siren").recall()).isEqualTo(0.5);
    assertThat(evaluation.byClass().get("street_music").recall()).isEqualTo(0.75);
  }

  @Test
  void ofEveryClassItSaysWhatWasDecided() {
    Evaluation evaluation =
        Evaluation.of(
            List.of(
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.9f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.9f),
                Clips.of(UrbanSoundClass.STREET_MUSIC, 0.2f)),
            0.5);

    ClassFigures music = evaluation.byClass().get("street_music");
    assertThat(music.calledAnomalous()).isEqualTo(2);
    assertThat(music.calledNormal()).isEqualTo(1);
  }

  @Test
  void clipsAndWindowsHaveReliabilitiesOfTheirOwn() {
    Evaluation evaluation = Evaluation.of(List.of(Clips.anomalous(0.2f, 0.8f)), 0.5);

    assertThat(evaluation.reliability().bins().get(5).n()).isEqualTo(1);
    assertThat(evaluation.windowReliability().bins().get(5).n()).isZero();
    assertThat(evaluation.windowReliability().bins().get(8).n()).isEqualTo(1);
  }
}
