package dev.earshot.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreCalibrationTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.6, 1, 2.5})
  void findsTheSlopeThatMakesScoresProbabilities(double slope) {
    List<ClipScore> logits = Clips.logits(new SplittableRandom(5), 4_000, slope);

    double fitted = ScoreCalibration.fit(logits).slope();

    assertThat(fitted).isCloseTo(slope, within(0.1 * slope));
  }

  @Test
  void aClipOfManyWindowsCountsNoMoreThanOneOfFew() {
    List<ClipScore> few = new ArrayList<>();
    List<ClipScore> many = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(8);
    for (ClipScore clip : Clips.logits(random, 200, 0.7)) {
      float logit = clip.windows()[0];
      few.add(new ClipScore(clip.clip(), new float[] {logit}, false));
      float[] repeated = new float[1 + random.nextInt(9)];
      Arrays.fill(repeated, logit);
      many.add(new ClipScore(clip.clip(), repeated, false));
    }

    assertThat(ScoreCalibration.fit(many).slope())
        .isCloseTo(ScoreCalibration.fit(few).slope(), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.01f, 1, 30})
  void whereNothingIsOnTheWrongSideThereIsASlopeAllTheSame(float logit) {
    List<ClipScore> separable =
        Clips.both(new float[] {-logit, -2 * logit}, new float[] {logit, 2 * logit});

    double slope = ScoreCalibration.fit(separable).slope();

    assertThat(slope).isPositive().isLessThanOrEqualTo(100);
    assertThat(1 / (1 + Math.exp(-slope * logit))).isGreaterThan(0.5).isLessThan(1);
  }

  @Test
  void logitsThatSayTheOppositeAreLeftAsTheyAre() {
    assertThat(ScoreCalibration.fit(Clips.both(new float[] {2, 3}, new float[] {-1, -4})))
        .isEqualTo(ScoreCalibration.NONE);
  }
}
