package dev.earshot.acoustics.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.detect.AlarmChange.Closed;
import dev.earshot.acoustics.detect.AlarmChange.Ongoing;
import dev.earshot.acoustics.detect.AlarmChange.Opened;
import dev.earshot.acoustics.level.LevelSum;
import dev.earshot.acoustics.testing.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {
  private static final int RATE = 16_000;

  /** Without smoothing, so that a score is what the decision sees. */
  private static final DecisionConfig PLAIN =
      new DecisionConfig(0.6f, 0.4f, 0.95f, 0, 0.5, 1.5, 10, 2, 3);

  private final List<AlarmChange> changes = new ArrayList<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private final DecisionListener listener =
      new DecisionListener() {
        @Override
        public void alarm(AlarmChange change) {
          changes.add(change);
        }

        @Override
        public void stretch(Stretch stretch) {
          stretches.add(stretch);
        }
      };
  private final LevelSum silence = new LevelSum();

  /** A detector that is fed a score every stride, and knows the time. */
  private final class Feed {
    private final int stride;
    private Detector detector;
    private long endSample;

    Feed(DecisionConfig config, double strideSeconds) {
      stride = (int) Math.round(strideSeconds * RATE);
      detector = new Detector(RATE, stride, config);
    }

    Feed score(double value, double forSeconds) {
      for (long left = Math.round(forSeconds * RATE); left > 0; left -= stride) {
        endSample += stride;
        detector.observe(endSample, (float) value, silence, listener);
      }
      return this;
    }

    Feed gap(double seconds) {
      long samples = Math.round(seconds * RATE);
      endSample += samples;
      detector.gap(samples, silence, listener);
      return this;
    }

    double now() {
      return (double) endSample / RATE;
    }
  }

  private static double seconds(long samples) {
    return (double) samples / RATE;
  }

  @Test
  void opensOnceTheScoreHasStayedAboveForLongEnough() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.2, 2).score(0.7, 0.4);
    assertThat(changes).isEmpty();
    assertThat(feed.detector.state()).isEqualTo(AlarmState.PENDING);

    feed.score(0.7, 0.1);

    assertThat(changes).singleElement().isInstanceOf(Opened.class);
    AlarmChange.Snapshot opened = changes.get(0).snapshot();
    assertThat(seconds(opened.firstSample())).isCloseTo(2.0, within(1e-9));
    assertThat(seconds(opened.updatedSample())).isCloseTo(2.5, within(1e-9));
    assertThat(opened.revision()).isZero();
    assertThat(opened.threshold()).isEqualTo(0.6f);
  }

  @Test
  void aScoreThatFallsBackInTimeRaisesNothing() {
    Feed feed = new Feed(PLAIN, 0.1);
    for (int i = 0; i < 20; i++) {
      feed.score(0.7, 0.4).score(0.5, 0.1);
    }

    assertThat(changes).isEmpty();
  }

  @Test
  void aVeryHighScoreOpensAtOnce() {
    new Feed(PLAIN, 0.1).score(0.1, 1).score(0.96, 0.1);

    assertThat(changes).singleElement().isInstanceOf(Opened.class);
    assertThat(seconds(changes.get(0).snapshot().updatedSample())).isCloseTo(1.1, within(1e-9));
  }

  @Test
  void closesOnceTheScoreHasStayedBelowForLongEnoughAndSaysWhenItFell() {
    new Feed(PLAIN, 0.1).score(0.8, 2).score(0.1, 1.4).score(0.8, 0.5).score(0.2, 3);

    assertThat(changes).hasSize(3);
    Closed closed = (Closed) changes.get(2);
    assertThat(closed.reason()).isEqualTo(EndReason.SCORE_FELL);
    assertThat(seconds(closed.endSample())).isCloseTo(4.0, within(1e-9));
    assertThat(seconds(closed.snapshot().updatedSample())).isCloseTo(5.5, within(1e-9));
    assertThat(closed.snapshot().firstSample()).isZero();
    assertThat(closed.snapshot().peakScore()).isEqualTo(0.8f);
  }

  @Test
  void betweenTheThresholdsAnOpenAlarmStaysOpen() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.8, 1).score(0.5, 5);

    assertThat(feed.detector.state()).isEqualTo(AlarmState.OPEN);
    assertThat(changes).noneMatch(Closed.class::isInstance);
  }

  @Test
  void reportsOnAnAlarmThatLastsAndNumbersItsRevisions() {
    new Feed(PLAIN, 0.1).score(0.8, 7).score(0, 2);

    assertThat(changes)
        .hasExactlyElementsOfTypes(Opened.class, Ongoing.class, Ongoing.class, Closed.class);
    assertThat(changes)
        .extracting(change -> change.snapshot().revision())
        .containsExactly(0, 1, 2, 3);
    assertThat(changes).extracting(change -> change.snapshot().firstSample()).containsOnly(0L);
  }

  @Test
  void noAlarmIsStuckAndTheNextOneIsAnother() {
    new Feed(PLAIN, 0.1).score(0.8, 25);

    List<Closed> closed =
        changes.stream().filter(Closed.class::isInstance).map(Closed.class::cast).toList();
    assertThat(closed)
        .extracting(Closed::reason)
        .containsExactly(EndReason.LONGEST_DURATION, EndReason.LONGEST_DURATION);
    assertThat(closed)
        .allSatisfy(
            c ->
                assertThat(seconds(c.endSample() - c.snapshot().firstSample()))
                    .isCloseTo(10, within(0.11)));
    assertThat(closed.get(0).snapshot().firstSample())
        .isNotEqualTo(closed.get(1).snapshot().firstSample());
  }

  @Test
  void theMeanIsOfTheWindowsSinceItBegan() {
    new Feed(PLAIN, 0.5).score(0, 5).score(0.7, 0.5).score(0.9, 0.5).score(0.2, 3);

    Closed closed = (Closed) changes.get(changes.size() - 1);
    assertThat(closed.snapshot().meanScore())
        .isCloseTo((0.7f + 0.9f + 0.2f * 4) / 6, within(1e-6f));
  }

  @Test
  void whatIsPendingStartsAnewAfterAGap() {
    new Feed(PLAIN, 0.1).score(0.8, 0.4).gap(0.1).score(0.8, 0.4);

    assertThat(changes).isEmpty();
  }

  @Test
  void anOpenAlarmOutlivesAShortGapAndNoLongOne() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.8, 1).gap(2).score(0.8, 1);
    assertThat(changes).noneMatch(Closed.class::isInstance);

    feed.gap(2.1);

    Closed closed = (Closed) changes.get(changes.size() - 1);
    assertThat(closed.reason()).isEqualTo(EndReason.SAMPLES_LOST);
    assertThat(seconds(closed.endSample())).isCloseTo(4.0, within(1e-9));
  }

  @Test
  void anEndFromOutsideClosesOnlyWhatIsOpen() {
    Feed quiet = new Feed(PLAIN, 0.1).score(0.1, 1);
    quiet.detector.end(EndReason.NODE_SILENT, silence, listener);
    assertThat(changes).isEmpty();

    Feed open = new Feed(PLAIN, 0.1).score(0.8, 1);
    open.detector.end(EndReason.NODE_SILENT, silence, listener);

    assertThat(changes).hasSize(2);
    assertThat(((Closed) changes.get(1)).reason()).isEqualTo(EndReason.NODE_SILENT);
    assertThat(open.detector.state()).isEqualTo(AlarmState.QUIET);
    assertThat(open.detector.alarmFirstSample()).isEmpty();
  }

  @Test
  void smoothingHasItsTimeConstant() {
    DecisionConfig smooth = new DecisionConfig(0.6f, 0.4f, 1, 0.3, 0.5, 1.5, 10, 2, 3);
    Feed feed = new Feed(smooth, 0.1).score(0, 1);

    feed.score(1, 0.3);

    assertThat(feed.detector.smoothedScore()).isCloseTo((float) (1 - Math.exp(-1)), within(1e-3f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.08, 0.16, 0.32})
  void anotherStrideDecidesAtTheSameTimes(double stride) {
    DecisionConfig smooth = new DecisionConfig(0.6f, 0.4f, 1, 0.3, 0.5, 1.5, 30, 2, 60);

    new Feed(smooth, stride).score(0, 3.2).score(0.9, 6.4).score(0, 6.4);

    assertThat(changes).hasExactlyElementsOfTypes(Opened.class, Closed.class);
    Closed closed = (Closed) changes.get(1);
    assertThat(seconds(changes.get(0).snapshot().updatedSample())).isCloseTo(4.0, within(0.5));
    assertThat(seconds(closed.endSample())).isCloseTo(9.85, within(0.35));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyAlarmIsOpenedOnceClosedOnceAndSavingChangesNothing(long seed) {
    SplittableRandom random = Seeded.random(seed);
    DecisionConfig smooth = new DecisionConfig(0.5f, 0.3f, 0.98f, 0.2, 0.3, 0.5, 4, 1, 1);
    Feed straight = new Feed(smooth, 0.16);
    List<Double> scores = random.doubles(2_000).boxed().toList();
    scores.forEach(score -> straight.score(score, 0.16));
    List<AlarmChange> expected = List.copyOf(changes);
    List<Stretch> expectedStretches = List.copyOf(stretches);
    changes.clear();
    stretches.clear();

    Feed saved = new Feed(smooth, 0.16);
    for (double score : scores) {
      saved.score(score, 0.16);
      ByteBuffer state = ByteBuffer.allocate(Detector.stateBytes() + Detector.traceBytes());
      saved.detector.save(state);
      saved.detector.saveTrace(state);
      assertThat(state.hasRemaining()).isFalse();
      saved.detector = new Detector(RATE, saved.stride, smooth);
      saved.detector.restore(state.flip(), saved.endSample);
      saved.detector.restoreTrace(state, saved.endSample);
    }

    assertThat(changes).isEqualTo(expected).hasSizeGreaterThan(10);
    assertThat(stretches).isEqualTo(expectedStretches).hasSizeGreaterThan(10);
    boolean open = false;
    for (AlarmChange change : changes) {
      assertThat(change instanceof Opened).isNotEqualTo(open);
      open = !(change instanceof Closed);
    }
  }

  @Test
  void parametersOutOfOrderAreNamed() {
    assertThatThrownBy(() -> new DecisionConfig(0.6f, 0.7f, 0.9f, 0, 0.5, 1.5, 10, 2, 3))
        .hasMessageStartingWith("close_threshold is 0.7, needs to be 0 to 0.6");
    assertThatThrownBy(() -> PLAIN.withThresholds(0.6f, 0.4f, 1.5f))
        .hasMessageStartingWith("immediate_threshold is 1.5");
    assertThatThrownBy(() -> new DecisionConfig(0.6f, 0.4f, 0.9f, 0, Double.NaN, 1.5, 10, 2, 3))
        .hasMessageStartingWith("for_seconds is NaN");
  }

  private static List<Outcome> outcomes(List<Stretch> stretches) {
    return stretches.stream().map(Stretch::outcome).toList();
  }

  @Test
  void sayingWhyNoAlarmCameOfAScoreThatFellBackInTime() {
    new Feed(PLAIN, 0.1).score(0.31, 2).score(0.71, 0.4).score(0.1, 1);

    assertThat(outcomes(stretches)).containsExactly(Outcome.ROSE, Outcome.FELL_BEFORE_LONG_ENOUGH);
    assertThat(stretches.get(0).inWords(RATE)).isEqualTo("highest smoothed score 0.31, needs 0.60");
    assertThat(stretches.get(0).isNearMiss()).isFalse();
    assertThat(stretches.get(1).inWords(RATE))
        .isEqualTo("near miss: 0.71 for 0.4 s, needs 0.5 s above 0.60");
    assertThat(stretches.get(1).isNearMiss()).isTrue();
  }

  @Test
  void sayingWhyAnAlarmOpenedAndClosed() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.1, 1).score(0.7, 2).score(0.1, 3);

    assertThat(outcomes(stretches))
        .containsExactly(Outcome.ROSE, Outcome.OPENED_AFTER_FOR, Outcome.SCORE_FELL);
    assertThat(stretches.get(1).inWords(RATE))
        .isEqualTo("opened: 0.70 for 0.5 s, needs 0.5 s above 0.60");
    assertThat(stretches.get(2).inWords(RATE))
        .isEqualTo("open for 3.1 s, highest score 0.70; closed: smoothed score below 0.40");
    assertThat(feed.detector.stretchSoFar()).isPresent();
  }

  @Test
  void aSingleHighScoreThatTheSmoothedOneDoesNotFollowIsANearMiss() {
    DecisionConfig smooth = new DecisionConfig(0.6f, 0.4f, 0.95f, 1, 0.5, 1.5, 10, 2, 3);
    Feed feed = new Feed(smooth, 0.1).score(0.1, 2).score(0.9, 0.1).score(0.1, 1);
    feed.detector.end(EndReason.NODE_SILENT, silence, listener);

    assertThat(stretches).singleElement().matches(Stretch::isNearMiss);
    assertThat(stretches.get(0).inWords(RATE))
        .startsWith("near miss: a single score of 0.90")
        .endsWith("; node silent");
  }

  @Test
  void scoresThatAreNotAlikeDoNotLookAlike() {
    var close = new Stretch.Needed(0.8145f, 0.6f, 0.9473f, 0.5);
    Stretch below = new Stretch(AlarmState.QUIET, 0, RATE, 0.81f, 0.8144f, close, Outcome.GOES_ON);
    Stretch above =
        new Stretch(AlarmState.PENDING, 0, 1, 0.9f, 0.8146f, close, Outcome.SAMPLES_LOST);
    Stretch same = new Stretch(AlarmState.QUIET, 0, RATE, 0.81f, 0.8145f, close, Outcome.ROSE);

    assertThat(below.inWords(RATE)).isEqualTo("highest smoothed score 0.8144, needs 0.8145");
    assertThat(above.inWords(RATE))
        .startsWith("near miss: 0.815 for 0.0 s, needs 0.5 s above 0.814");
    assertThat(same.inWords(RATE)).isEqualTo("highest smoothed score 0.81, needs 0.81");
  }

  @Test
  void aVeryHighScoreIsToldAsThat() {
    new Feed(PLAIN, 0.1).score(0.1, 1).score(0.96, 0.1);

    assertThat(stretches).singleElement().matches(stretch -> stretch.outcome().opened());
    assertThat(stretches.get(0).inWords(RATE))
        .isEqualTo("until an alarm opened at once: a score of 0.96, needs 0.95");
  }

  @Test
  void aLongQuietIsToldMinuteByMinuteWithoutHoles() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.1, 150).gap(1).score(0.1, 1);

    assertThat(outcomes(stretches))
        .containsExactly(Outcome.GOES_ON, Outcome.GOES_ON, Outcome.SAMPLES_LOST);
    assertThat(stretches)
        .extracting(stretch -> stretch.seconds(RATE))
        .containsExactly(60d, 60d, 30d);
    for (int i = 1; i < stretches.size(); i++) {
      assertThat(stretches.get(i).firstSample()).isEqualTo(stretches.get(i - 1).endSample());
    }
    assertThat(feed.detector.stretchSoFar().orElseThrow().firstSample()).isEqualTo(151L * RATE);
  }

  @Test
  void otherThresholdsEndTheStretch() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.5, 1);
    feed.detector.decideBy(PLAIN.withThresholds(0.7f, 0.4f, 0.95f));
    feed.score(0.5, 1);

    assertThat(outcomes(stretches)).containsExactly(Outcome.THRESHOLDS_CHANGED);
    assertThat(feed.detector.stretchSoFar().orElseThrow().needed().openThreshold()).isEqualTo(0.7f);
  }

  @Test
  void whereAlarmsAreOffNoneOpensAndTheTraceSaysWhatWouldHave() {
    Feed feed = new Feed(PLAIN, 0.1);
    feed.detector.turnAlarmsOff(true);
    feed.score(0.1, 1).score(0.8, 2).score(0.1, 1).score(0.96, 0.1).score(0.1, 1);

    assertThat(changes).isEmpty();
    assertThat(outcomes(stretches))
        .containsExactly(Outcome.ROSE, Outcome.ALARMS_OFF, Outcome.ROSE, Outcome.ALARMS_OFF);
    assertThat(stretches.get(1).isNearMiss()).isTrue();
    assertThat(stretches.get(1).inWords(RATE))
        .isEqualTo("no alarm: 0.80 for 2.0 s, needs 0.5 s above 0.60; alarms are off at this node");
  }

  @Test
  void whereAlarmsAreOffAShotIsToldAsOneThatWouldHaveOpened() {
    Feed feed = new Feed(new DecisionConfig(0.6f, 0.4f, 0.95f, 5, 0.5, 1.5, 10, 2, 3), 0.1);
    feed.detector.turnAlarmsOff(true);
    feed.score(0.1, 2).score(0.97, 0.1).score(0.1, 1);

    assertThat(changes).isEmpty();
    assertThat(stretches.get(0).inWords(RATE))
        .isEqualTo("no alarm: a score of 0.97, needs 0.95; alarms are off at this node");
  }

  @Test
  void whereAlarmsAreOffWhatFallsBackInTimeIsStillANearMiss() {
    Feed feed = new Feed(PLAIN, 0.1);
    feed.detector.turnAlarmsOff(true);
    feed.score(0.1, 1).score(0.8, 0.3).score(0.1, 1);

    assertThat(outcomes(stretches)).containsExactly(Outcome.ROSE, Outcome.FELL_BEFORE_LONG_ENOUGH);
  }

  @Test
  void whereAlarmsAreOffASoundIsToldAsLongAsAnAlarmMayLast() {
    Feed feed = new Feed(PLAIN, 0.1);
    feed.detector.turnAlarmsOff(true);
    feed.score(0.8, 25);
    feed.gap(0.5);

    assertThat(outcomes(stretches))
        .containsExactly(Outcome.ALARMS_OFF, Outcome.ALARMS_OFF, Outcome.ALARMS_OFF);
    assertThat(stretches.get(0).seconds(RATE)).isCloseTo(10, within(1e-9));
  }

  @Test
  void anOpenAlarmGoesOnToItsEndWhenAlarmsAreTurnedOff() {
    Feed feed = new Feed(PLAIN, 0.1).score(0.8, 1);
    feed.detector.turnAlarmsOff(true);
    feed.score(0.8, 0.5).score(0.1, 1.6).score(0.8, 2);

    assertThat(changes).hasSize(2);
    assertThat(((Closed) changes.get(1)).reason()).isEqualTo(EndReason.SCORE_FELL);
  }

  @Test
  void whatIsStillPendingOpensWhenAlarmsAreTurnedOnAgain() {
    Feed feed = new Feed(PLAIN, 0.1);
    feed.detector.turnAlarmsOff(true);
    feed.score(0.1, 1).score(0.8, 2);
    feed.detector.turnAlarmsOff(false);
    feed.score(0.8, 0.1);

    assertThat(changes).singleElement().isInstanceOf(Opened.class);
    assertThat(seconds(changes.get(0).snapshot().firstSample())).isCloseTo(1.0, within(1e-9));
  }
}
