package dev.earshot.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.Comparison.Candidate;
import dev.earshot.trainer.evaluation.Comparison.Difference;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int RESAMPLES = 1_000;

  @Test
  void aModelAndItselfDoNotDifferInAnyResample() {
    List<ClipScore> clips = clips(new SplittableRandom(1), 40, 3, 1);

    Comparison comparison = compare(clips, clips, 1);

    Difference none = new Difference(0, 0, 0);
    assertThat(List.of(comparison.accuracy(), comparison.f1(), comparison.rocAuc()))
        .containsOnly(none);
    assertThat(none.moreThanChance()).isFalse();
    assertThat(comparison.recordings()).isEqualTo(40);
    assertThat(comparison.clips()).isEqualTo(120);
  }

  /** Scores in eighths, so that many are tied, and thresholds that call none, some and all. */
  @Test
  void aDrawOfEveryRecordingOnceHasTheFiguresOfTheClips() {
    SplittableRandom random = new SplittableRandom(9);
    List<ClipScore> clips = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float score = (1 + random.nextInt(7)) / 8f;
      clips.add(
          Clips.of(
              i,
              i / 3,
              random.nextDouble() < score ? UrbanSoundClass.SIREN : UrbanSoundClass.STREET_MUSIC,
              score));
    }
    for (double threshold : new double[] {0.05, 0.3, 0.5, 0.75, 0.95}) {
      BinaryMetrics clipFigures = BinaryMetrics.of(Evaluation.byClip(clips), threshold);

      Comparison.Figures once = Comparison.once(new Candidate(clips, threshold));

      assertThat(once.accuracy()).isCloseTo(clipFigures.accuracy(), within(1e-12));
      assertThat(once.f1()).isCloseTo(clipFigures.f1(), within(1e-12));
      assertThat(once.rocAuc()).isCloseTo(clipFigures.rocAuc(), within(1e-12));
    }
  }

  @Test
  void aModelThatIsReallyBetterIsToldApart() {
    List<ClipScore> poor = clips(new SplittableRandom(2), 80, 3, 0.5);
    List<ClipScore> good = clips(new SplittableRandom(3), 80, 3, 3);

    Comparison comparison = compare(poor, good, 1);

    assertThat(comparison.rocAuc().value())
        .isCloseTo(comparison.second().rocAuc() - comparison.first().rocAuc(), within(1e-12))
        .isPositive();
    assertThat(comparison.rocAuc().moreThanChance()).isTrue();
    assertThat(comparison.accuracy().moreThanChance()).isTrue();
    assertThat(comparison.f1().moreThanChance()).isTrue();
    // and the other way round it is as much worse
    assertThat(compare(good, poor, 1).rocAuc().high()).isNegative();
  }

  @Test
  void theIntervalHoldsTheTrueDifferenceAboutAsOftenAsItSays() {
    // both models tell apart as well, with errors of their own: the true difference is none
    SplittableRandom random = new SplittableRandom(4);
    int simulations = 200;
    int covered = 0;
    for (int i = 0; i < simulations; i++) {
      Difference difference = compare(clips(random, 60, 2, 1), clips(random, 60, 2, 1), i).rocAuc();
      covered += difference.moreThanChance() ? 0 : 1;
    }

    assertThat((double) covered / simulations).isBetween(0.88, 0.99);
  }

  @Test
  void clipsOfOneRecordingCountAsOneAndNotAsMany() {
    SplittableRandom random = new SplittableRandom(5);
    List<ClipScore> one = clips(random, 50, 1, 1);
    List<ClipScore> other = clips(random, 50, 1, 1);

    Difference single = compare(one, other, 1).rocAuc();
    Difference copied = compare(copies(one, 9, false), copies(other, 9, false), 1).rocAuc();
    Difference independent = compare(copies(one, 9, true), copies(other, 9, true), 1).rocAuc();

    assertThat(copied.value()).isCloseTo(single.value(), within(1e-12));
    // the same recordings are drawn, and nothing has become surer by copying their clips
    assertThat(copied.low()).isCloseTo(single.low(), within(1e-12));
    assertThat(copied.high()).isCloseTo(single.high(), within(1e-12));
    // drawn by clip, nine times as many would be thought three times as sure
    assertThat(independent.high() - independent.low())
        .isCloseTo((single.high() - single.low()) / 3, within(0.03));
  }

  @Test
  void theSameSeedDrawsTheSame() {
    List<ClipScore> one = clips(new SplittableRandom(6), 30, 2, 1);
    List<ClipScore> other = clips(new SplittableRandom(7), 30, 2, 1);

    assertThat(compare(one, other, 1)).isEqualTo(compare(one, other, 1));
    assertThat(compare(one, other, 2).rocAuc()).isNotEqualTo(compare(one, other, 1).rocAuc());
  }

  @Test
  void clipsOfOneClassHaveNoDifferenceInRocAuc() {
    List<ClipScore> sirens =
        clips(new SplittableRandom(8), 30, 1, 1).stream().filter(ClipScore::anomalous).toList();

    assertThat(compare(sirens, sirens, 1).rocAuc().value()).isNaN();
    assertThat(compare(sirens, sirens, 1).rocAuc().moreThanChance()).isFalse();
  }

  @Test
  void fewRecordingsAndDifferentClipsAreRefused() {
    List<ClipScore> few = clips(new SplittableRandom(9), 9, 5, 1);
    List<ClipScore> enough = clips(new SplittableRandom(9), 10, 5, 1);

    assertThatThrownBy(() -> compare(few, few, 1)).hasMessageContaining("9 recordings, needs 10");
    assertThatThrownBy(() -> compare(few, enough, 1)).hasMessageContaining("same clips");
  }

  private static Comparison compare(List<ClipScore> one, List<ClipScore> other, long seed) {
    return Comparison.of(
        new Candidate(one, 0.5),
        new Candidate(other, 0.5),
        RESAMPLES,
        seed,
        Progress.SILENT.begin("", 0));
  }

  /**
   * Clips whose scores tell the classes apart by so many standard deviations; those of a recording
   * are of one class and sound alike.
   */
  private static List<ClipScore> clips(
      SplittableRandom random, int recordings, int clipsOfARecording, double apart) {
    List<ClipScore> clips = new ArrayList<>();
    for (int recording = 0; recording < recordings; recording++) {
      boolean anomalous = recording % 2 == 0;
      double alike = random.nextGaussian();
      for (int i = 0; i < clipsOfARecording; i++) {
        double logit = (anomalous ? apart : -apart) / 2 + 0.8 * alike + 0.6 * random.nextGaussian();
        clips.add(
            Clips.of(
                clips.size(),
                recording,
                anomalous ? UrbanSoundClass.SIREN : UrbanSoundClass.STREET_MUSIC,
                (float) (1 / (1 + Math.exp(-logit)))));
      }
    }
    return clips;
  }

  private static List<ClipScore> copies(List<ClipScore> clips, int times, boolean ownRecordings) {
    List<ClipScore> copies = new ArrayList<>();
    for (ClipScore clip : clips) {
      for (int i = 0; i < times; i++) {
        copies.add(
            Clips.of(
                copies.size(),
                ownRecordings ? copies.size() : clip.clip().recordingId(),
                clip.clip().soundClass(),
                clip.windows()));
      }
    }
    return copies;
  }
}
