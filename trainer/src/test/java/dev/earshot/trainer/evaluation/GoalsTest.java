package dev.earshot.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.evaluation.Thresholds.Chosen;
import dev.earshot.trainer.evaluation.Thresholds.Unreachable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What thresholds are chosen for each goal. */
class GoalsTest {
  /** Windows of 0.66 s every 0.16 s. */
  private static final StreamTiming TIMING = new StreamTiming(16_000, 10_560, 2_560);

  /** Normal and anomalous ones overlap between 0.3 and 0.7. */
  private static final List<ClipScore> OVERLAPPING =
      Clips.both(
          new float[] {0.1f, 0.2f, 0.3f, 0.6f, 0.7f}, new float[] {0.3f, 0.4f, 0.65f, 0.8f, 0.9f});

  @Test
  void aBalancedThresholdLiesHalfWayBetweenTheScoresItTellsApart() {
    List<ClipScore> apart = Clips.both(new float[] {0.1f, 0.6f}, new float[] {0.8f, 0.9f});

    assertThat(chosen(apart, OperatingGoal.BALANCED).clip()).isCloseTo(0.7f, within(1e-6f));
  }

  @Test
  void recordingsAndNotTheirClipsSayHowSureABalancedThresholdIs() {
    // balanced accuracy is 0.56 at one half, and 0.63, the highest, between 0.85 and 0.9
    float[] normal = {0.15f, 0.25f, 0.35f, 0.45f, 0.7f, 0.75f, 0.8f, 0.85f};
    float[] anomalous = {0.1f, 0.2f, 0.3f, 0.55f, 0.6f, 0.65f, 0.9f, 0.95f};

    assertThat(chosen(recordings(normal, anomalous, 1), OperatingGoal.BALANCED).clip())
        .isCloseTo(0.5f, within(1e-6f));
    assertThat(chosen(recordings(normal, anomalous, 50), OperatingGoal.BALANCED).clip())
        .isCloseTo(0.875f, within(1e-6f));
  }

  /** Of each score so many clips, each of a recording of its own. */
  private static List<ClipScore> recordings(float[] normal, float[] anomalous, int times) {
    List<ClipScore> clips = new ArrayList<>();
    for (int t = 0; t < times; t++) {
      for (float score : normal) {
        clips.add(Clips.of(clips.size(), clips.size(), UrbanSoundClass.STREET_MUSIC, score));
      }
      for (float score : anomalous) {
        clips.add(Clips.of(clips.size(), clips.size(), UrbanSoundClass.SIREN, score));
      }
    }
    return clips;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void noThresholdIsMoreBalancedByMoreThanAStandardError(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ClipScore> clips = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      float score = random.nextInt(40) / 40f;
      clips.add(
          i % 3 == 0
              ? Clips.of(i, i, UrbanSoundClass.SIREN, score)
              : Clips.of(i, i, UrbanSoundClass.STREET_MUSIC, 0.4f * score));
    }
    Judged judged = Evaluation.byClip(clips);

    double chosen =
        BinaryMetrics.of(judged, chosen(clips, OperatingGoal.BALANCED).clip()).balancedAccuracy();

    // of 27 anomalous and 53 normal recordings: at most sqrt(1/4/27 + 1/4/53) / 2
    for (int i = 0; i <= 100; i++) {
      assertThat(BinaryMetrics.of(judged, i / 100.0).balancedAccuracy())
          .isLessThanOrEqualTo(chosen + 0.06);
    }
  }

  @Test
  void whereMissesAreDearItIsLowAndWhereFalseAlarmsAreDearItIsHigh() {
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Cost(10, 1)).clip())
        .isCloseTo(0.25f, within(1e-6f));
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Cost(1, 10)).clip())
        .isCloseTo(0.75f, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void noOtherThresholdCostsLess(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ClipScore> clips = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float score = random.nextInt(30) / 30f;
      clips.add(random.nextDouble() < score ? Clips.anomalous(score) : Clips.normal(score));
    }
    OperatingGoal.Cost cost = new OperatingGoal.Cost(random.nextDouble(0.1, 5), 1);
    Judged judged = Evaluation.byClip(clips);

    double lowest = cost.of(judged.at(chosen(clips, cost).clip()));

    for (int i = 0; i <= 100; i++) {
      assertThat(cost.of(judged.at(i / 100.0))).isGreaterThanOrEqualTo(lowest - 1e-12);
    }
  }

  @Test
  void whereAFalseAlarmCostsMoreThanAllThatIsMissedNothingIsCalledAnomalous() {
    List<ClipScore> hopeless = Clips.both(new float[] {0.9f}, new float[] {0.1f});

    assertThat(chosen(hopeless, new OperatingGoal.Cost(1, 10)).clip()).isGreaterThan(0.9f);
  }

  @Test
  void ofThresholdsPreciseEnoughTheOneThatFindsMostIsTaken() {
    // from 0.65 on 3 of 4 are anomalous, from 0.4 on 4 of 6, from 0.8 on all of 2
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Precision(0.75)).clip())
        .isCloseTo(0.625f, within(1e-6f));
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Precision(1)).clip())
        .isCloseTo(0.75f, within(1e-6f));
  }

  @Test
  void aPrecisionThatCannotBeReachedIsToldWithTheBestThatCan() {
    List<ClipScore> topIsNormal =
        Clips.both(new float[] {0.1f, 0.9f}, new float[] {0.6f, 0.7f, 0.8f});

    assertThat(Thresholds.choose(topIsNormal, TIMING, new OperatingGoal.Precision(0.95)))
        .isEqualTo(
            new Unreachable(
                "no threshold gives the highest recall with a precision of at least 0.95; the"
                    + " highest precision is 0.750, at a recall of 1.000"));
  }

  @Test
  void aFalseAlarmThatNoThresholdLeavesOutIsTold() {
    List<ClipScore> sureOfIt = Clips.both(new float[] {1}, new float[] {0.5f});

    assertThat(Thresholds.choose(sureOfIt, TIMING, new OperatingGoal.FalseAlarmsPerHour(2)))
        .isEqualTo(
            new Unreachable(
                "no threshold gives the highest recall with at most 2 false alarms in an hour of"
                    + " normal sound; the fewest false alarms an hour are 5454.5"));
  }

  @Test
  void ofThresholdsThatFindEnoughTheOneOfFewestFalseAlarmsIsTaken() {
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Recall(0.8)).clip())
        .isCloseTo(0.35f, within(1e-6f));
    // every anomaly: there is no higher one
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Recall(1)).clip())
        .isCloseTo(0.25f, within(1e-6f));
  }

  @Test
  void goalsThatSayNothingOfStreamsLeaveTheStreamsThresholdsAsTheyAre() {
    DecisionConfig usual = chosen(OVERLAPPING, OperatingGoal.BALANCED).stream();

    assertThat(chosen(OVERLAPPING, new OperatingGoal.Cost(9, 1)).stream()).isEqualTo(usual);
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Recall(1)).stream()).isEqualTo(usual);
    assertThat(chosen(OVERLAPPING, new OperatingGoal.Precision(1)).stream()).isEqualTo(usual);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 30, 90, 400})
  void aStreamOfNormalSoundOpensNoMoreAlarmsAnHourThanWanted(double wanted) {
    List<ClipScore> street = street(31);

    Chosen chosen = chosen(street, new OperatingGoal.FalseAlarmsPerHour(wanted));

    NormalSound normal = NormalSound.of(street, TIMING);
    assertThat(normal.alarms(chosen.stream()) / normal.hours()).isLessThanOrEqualTo(wanted);
    long called = normal.clips().stream().filter(clip -> clip.mean() >= chosen.clip()).count();
    assertThat(called / normal.hours()).isLessThanOrEqualTo(wanted);
    assertThat(chosen.streamRule()).contains(normal.alarms(chosen.stream()) + " in 0.13 hours");
  }

  @Test
  void theMoreFalseAlarmsAreAllowedTheSoonerAStreamOpens() {
    List<ClipScore> street = street(32);

    List<Chosen> choices =
        List.of(
            chosen(street, new OperatingGoal.FalseAlarmsPerHour(0)),
            chosen(street, new OperatingGoal.FalseAlarmsPerHour(60)),
            chosen(street, new OperatingGoal.FalseAlarmsPerHour(600)));

    assertThat(choices)
        .isSortedAccordingTo(
            (a, b) -> Float.compare(b.stream().openThreshold(), a.stream().openThreshold()));
    assertThat(choices.get(2).stream().openThreshold())
        .isLessThan(choices.get(1).stream().openThreshold());
    assertThat(choices.get(2).clip()).isLessThan(choices.get(0).clip());
  }

  @Test
  void soundIsTimedFromTheFirstWindowsStartToTheLastOnesEnd() {
    List<ClipScore> clips = List.of(Clips.normal(new float[22]), Clips.anomalous(0.5f));

    // 0.66 s and 21 strides of 0.16 s
    assertThat(NormalSound.of(clips, TIMING).hours() * 3_600).isCloseTo(4.02, within(1e-9));
  }

  @Test
  void goalsSayInWordsWhatTheySeek() {
    assertThat(new OperatingGoal.Cost(5, 0.5).describe())
        .isEqualTo("the lowest expected cost a clip, where a miss costs 5 and a false alarm 0.5");
    assertThat(new OperatingGoal.Recall(0.95).describe())
        .isEqualTo("the fewest false alarms with a recall of at least 0.95");
    assertThat(new OperatingGoal.FalseAlarmsPerHour(2).describe())
        .isEqualTo("the highest recall with at most 2 false alarms in an hour of normal sound");
  }

  @Test
  void clipsOfOneClassChooseNothing() {
    assertThatThrownBy(
            () ->
                Thresholds.choose(
                    List.of(Clips.normal(0.5f)), TIMING, new OperatingGoal.Recall(0.5)))
        .hasMessageContaining("0 anomalous");
  }

  /** Clips of 4 s whose scores, those of int8, wander; normal ones are lower. */
  private static List<ClipScore> street(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ClipScore> clips = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      int level = random.nextInt(154);
      float[] normal = new float[22];
      float[] anomalous = new float[22];
      for (int w = 0; w < normal.length; w++) {
        int score = level + random.nextInt(102);
        normal[w] = score / 256f;
        anomalous[w] = Math.min(255, score + 77) / 256f;
      }
      clips.add(Clips.normal(normal));
      clips.add(Clips.anomalous(anomalous));
    }
    return clips;
  }

  private static Chosen chosen(List<ClipScore> clips, OperatingGoal goal) {
    return (Chosen) Thresholds.choose(clips, TIMING, goal);
  }
}
