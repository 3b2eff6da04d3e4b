package dev.earshot.processor.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.processor.calibration.SteadyTone.NotYet;
import dev.earshot.processor.calibration.SteadyTone.Steady;
import dev.earshot.processor.calibration.SteadyTone.Verdict;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Whether a series of levels is a calibrator: a window each 160 ms, as a model has it. */
class SteadyToneTest {
  private static final int RATE = 16_000;
  private static final int STRIDE = 2_560;
  private static final int WINDOWS = 33; // 5.12 s from the first to the last
  private static final Calibrator USUAL = new Calibrator(94, 1_000);

  private final SteadyTone tone = new SteadyTone(USUAL, RATE);
  private int next;

  /** Windows of a pure tone whose level goes as it is told, by the window's number. */
  private Verdict hear(int windows, IntToDoubleFunction level) {
    Verdict last = new NotYet("nothing");
    for (int i = 0; i < windows; i++) {
      double dbfs = level.applyAsDouble(i);
      last = add(0, (long) next++ * STRIDE, dbfs, dbfs);
    }
    return last;
  }

  private Verdict add(long session, long firstSample, double laeqDbfs, double peakDbfs) {
    return tone.add(new SteadyTone.Window(session, firstSample, laeqDbfs, peakDbfs));
  }

  private static String why(Verdict verdict) {
    assertThat(verdict).isInstanceOf(NotYet.class);
    return ((NotYet) verdict).why();
  }

  private static Steady steady(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Steady.class);
    return (Steady) verdict;
  }

  @Test
  void aSteadyToneIsTakenAfterFiveSecondsAndNotBefore() {
    assertThat(why(hear(WINDOWS - 1, i -> -30))).isEqualTo("-30.0 dBFS(A), 5.0 of 5 s heard");

    Steady heard = steady(hear(1, i -> -30));
    assertThat(heard.laeqDbfs()).isCloseTo(-30, within(1e-9));
    assertThat(heard.spreadDb()).isZero();
    assertThat(USUAL.offsetDb(heard.laeqDbfs())).isEqualTo(124);
  }

  @Test
  void twoTenthsOfADecibelAreSteadyAndMoreAreNot() {
    assertThat(steady(hear(WINDOWS, i -> i % 2 == 0 ? -30 : -30.19)).spreadDb())
        .isCloseTo(0.19, within(1e-9));

    assertThat(why(hear(WINDOWS, i -> i % 2 == 0 ? -30 : -30.25)))
        .isEqualTo("not steady: 0.25 dB from -30.3 to -30.0 dBFS(A) in 5 s, 0.2 dB is the most");
  }

  @Test
  void aSlowDriftIsNotSteady() {
    assertThat(why(hear(10 * WINDOWS, i -> -30 - 0.01 * i))).startsWith("not steady: 0.32 dB");
  }

  @Test
  void aCalibratorThatIsPutOnLateIsFoundOnceItHasSettled() {
    assertThat(why(hear(100, i -> -55 + i % 7))).startsWith("not steady");
    assertThat(why(hear(WINDOWS - 1, i -> -30))).startsWith("not steady");

    assertThat(steady(hear(1, i -> -30)).laeqDbfs()).isCloseTo(-30, within(1e-9));
  }

  @Test
  void theLevelIsTheMeanOfThePower() {
    Steady heard = steady(hear(WINDOWS, i -> i % 3 == 0 ? -30 : -30.15));

    double mean = (Math.pow(10, -3) + 2 * Math.pow(10, -3.015)) / 3;
    assertThat(heard.laeqDbfs()).isCloseTo(10 * Math.log10(mean), within(1e-9));
  }

  @Test
  void aToneThatIsTooQuietIsNoCalibrator() {
    assertThat(why(hear(WINDOWS, i -> -72)))
        .isEqualTo("too quiet for a calibrator: -72.0 dBFS(A), -60 is the least");
  }

  @Test
  void aClippedToneIsRefusedHoweverSteady() {
    assertThat(why(hear(WINDOWS, i -> -0.3)))
        .isEqualTo("clipped: peak -0.3 dBFS, -0.5 is the most");
  }

  @Test
  void steadyNoiseIsNoTone() {
    Verdict last = new NotYet("nothing");
    for (int i = 0; i < WINDOWS; i++) {
      last = add(0, (long) i * STRIDE, -30, -19.5);
    }

    assertThat(why(last)).startsWith("no tone of 1000 Hz: its peak is 10.5 dB from its level");
  }

  @Test
  void aGapOrARestartBeginsAnew() {
    hear(WINDOWS - 1, i -> -30);
    long far = (long) (next + 10) * STRIDE;
    assertThat(why(add(0, far, -30, -30))).contains("0.0 of 5 s heard");

    assertThat(why(add(0, far + STRIDE, -30, -30))).contains("0.2 of 5 s heard");
    assertThat(why(add(1, far + 2 * STRIDE, -30, -30))).contains("0.0 of 5 s heard");
  }

  @Test
  void aToneOtherThanOneKilohertzIsCorrectedForTheWeighting() {
    Calibrator pistonphone = new Calibrator(114, 250);
    SteadyTone low = new SteadyTone(pistonphone, RATE);
    Verdict last = new NotYet("nothing");
    for (int i = 0; i < WINDOWS; i++) {
      last = low.add(new SteadyTone.Window(0, (long) i * STRIDE, -28.7, -20));
    }

    // A-weighting is -8.7 dB at 250 Hz
    assertThat(pistonphone.offsetDb(steady(last).laeqDbfs())).isCloseTo(134, within(0.1f));
  }

  @Test
  void aCalibratorThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibrator(20, 1_000))
        .withMessage("--level is 20.0, needs to be 60 to 140 dB");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibrator(94, Double.NaN))
        .withMessage("--frequency is NaN, needs to be 100 to 4000 Hz");
  }
}
