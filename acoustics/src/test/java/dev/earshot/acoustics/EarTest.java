package dev.earshot.acoustics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.detect.AlarmChange;
import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.detect.EndReason;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.level.HopLevel;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.Training;
import dev.earshot.acoustics.testing.Seeded;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarTest {
  private static final int RATE = 16_000;
  private static final FrontEndConfig SPEECH =
      new FrontEndConfig(RATE, 400, 160, 32, 0, 8_000, 13, 1e-10);

  /** Hears how loud a window is: 1 at full scale, 0 some 100 dB below. */
  private static final class Loudness implements Scorer {
    @Override
    public float score(float[] window) {
      float mean = 0;
      for (int i = 0; i < window.length; i += 13) {
        mean += window[i] * 13 / window.length;
      }
      return Math.max(0, Math.min(1, (mean + 300) / 400));
    }

    @Override
    public void close() {}
  }

  /** All that an ear says, in order. */
  private static final class Heard implements Ear.Listener {
    final List<ScoredWindow> windows = new ArrayList<>();
    final List<AlarmChange> alarms = new ArrayList<>();

    @Override
    public void window(ScoredWindow window) {
      windows.add(window);
    }

    @Override
    public void alarm(AlarmChange change) {
      alarms.add(change);
    }
  }

  private static ModelMetadata model(FrontEndConfig frontEnd) {
    float[] ones = new float[frontEnd.coefficients()];
    Arrays.fill(ones, 1);
    return new ModelMetadata(
        ModelMetadata.VERSION,
        "loudness",
        frontEnd,
        32,
        8,
        new Normalisation(new float[frontEnd.coefficients()], ones),
        List.of(),
        0.5f,
        DecisionConfig.around(0.5f),
        Training.UNKNOWN,
        List.of(),
        List.of());
  }

  private static Ear ear(FrontEndConfig frontEnd) {
    Ear ear = new Ear(model(frontEnd), new Loudness());
    ear.begin(0, model(frontEnd).decision());
    return ear;
  }

  /** Six seconds of near silence with three of loud noise in the middle. */
  private static float[] quietLoudQuiet(SplittableRandom random) {
    float[] samples = Seeded.noise(random, 9 * RATE);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= i > 3 * RATE && i < 6 * RATE ? 5 : 0.0002f;
    }
    return samples;
  }

  @Test
  void scoresAWindowAsSoonAsItIsFullAndThenEveryStride() {
    Heard heard = new Heard();

    ear(FrontEndConfig.PAPER).push(new float[2 * RATE], 0, 2 * RATE, heard);

    assertThat(heard.windows)
        .extracting(ScoredWindow::endSample)
        .startsWith(10_560L, 13_120L, 15_680L)
        .hasSize(9);
    assertThat(heard.windows).extracting(ScoredWindow::firstSample).startsWith(0L, 2_560L);
  }

  private record Hop(long endSample, HopLevel level) {}

  private static List<Hop> hopsIn(float[] samples, int chunk) {
    List<Hop> hops = new ArrayList<>();
    Ear.Listener listener =
        new Ear.Listener() {
          @Override
          public void window(ScoredWindow window) {}

          @Override
          public void alarm(AlarmChange change) {}

          @Override
          public void hop(long endSample, HopLevel level) {
            hops.add(new Hop(endSample, level));
          }
        };
    Ear ear = ear(FrontEndConfig.PAPER);
    for (int at = 0; at < samples.length; at += chunk) {
      ear.push(samples, at, Math.min(chunk, samples.length - at), listener);
    }
    return hops;
  }

  @Test
  void tellsTheLevelOfEveryHopWhateverTheChunks() {
    float[] tone = Seeded.tone(RATE, 1000, 0.1, 2 * RATE);

    List<Hop> hops = hopsIn(tone, 2 * RATE);

    assertThat(hops).hasSize(100).isEqualTo(hopsIn(tone, 77));
    assertThat(hops).extracting(Hop::endSample).startsWith(320L, 640L).endsWith(32_000L);
    assertThat(hops.stream().filter(hop -> !hop.level().settled()))
        .as("while the time-weighting rises")
        .hasSizeBetween(25, 27)
        .allMatch(hop -> hop.endSample() <= 27 * 320);
    HopLevel last = hops.get(99).level();
    assertThat(last.squares() / last.samples()).isCloseTo(0.005, within(1e-4));
    assertThat(last.fastSquare()).isCloseTo(0.005, within(1e-4));
  }

  @Test
  void aLoudStretchIsOneAlarmWithItsLevel() {
    Heard heard = new Heard();

    ear(FrontEndConfig.PAPER).push(quietLoudQuiet(Seeded.random(1)), 0, 9 * RATE, heard);

    assertThat(heard.alarms.get(0)).isInstanceOf(AlarmChange.Opened.class);
    assertThat(heard.alarms.get(heard.alarms.size() - 1)).isInstanceOf(AlarmChange.Closed.class);
    assertThat(heard.alarms)
        .extracting(a -> a.snapshot().firstSample())
        .containsOnly(heard.alarms.get(0).snapshot().firstSample());
    AlarmChange.Closed closed = (AlarmChange.Closed) heard.alarms.get(heard.alarms.size() - 1);
    assertThat(closed.endSample()).isBetween(6L * RATE, 7L * RATE);
    assertThat(closed.snapshot().level().peakDbfs()).isBetween(-6.1f, -5.9f);
    assertThat(heard.windows)
        .filteredOn(w -> w.state().isOpen())
        .allSatisfy(
            w -> assertThat(w.alarmFirstSample()).hasValue(closed.snapshot().firstSample()));
  }

  @Test
  void aWindowsLevelIsOfThatWindow() {
    Heard heard = new Heard();
    float[] samples = Seeded.tone(RATE, 1_000, 0.1, 2 * RATE);

    ear(FrontEndConfig.PAPER).push(samples, 0, samples.length, heard);

    assertThat(heard.windows.get(4).level().laeqDbfs()).isBetween(-20.1f, -19.9f);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyChunkingGivesTheSameWindowsAndAlarms(long seed) {
    for (FrontEndConfig frontEnd : List.of(FrontEndConfig.PAPER, SPEECH)) {
      SplittableRandom random = Seeded.random(seed);
      float[] samples = quietLoudQuiet(random);
      Heard whole = new Heard();
      ear(frontEnd).push(samples, 0, samples.length, whole);

      Heard chunked = new Heard();
      Ear ear = ear(frontEnd);
      for (int at = 0; at < samples.length; ) {
        int length = Math.min(samples.length - at, random.nextInt(1, 5_000));
        ear.push(samples, at, length, chunked);
        at += length;
        ByteBuffer state = ByteBuffer.allocate(ear.stateBytes());
        ear.save(state);
        ear = new Ear(model(frontEnd), new Loudness());
        ear.restore(state.flip(), model(frontEnd).decision());
        assertThat(state.hasRemaining()).isFalse();
      }

      assertThat(chunked.windows).isEqualTo(whole.windows).isNotEmpty();
      assertThat(chunked.alarms).isEqualTo(whole.alarms).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 101, Long.MAX_VALUE})
  void moreColumnsThanThereIsSoundForAreNoState(long columns) {
    ModelMetadata model = model(FrontEndConfig.PAPER);
    Ear ear = new Ear(model, new Loudness());
    ear.begin(0, model.decision());
    ear.push(new float[100 * 320], 0, 100 * 320, new Heard());
    ByteBuffer state = ByteBuffer.allocate(ear.stateBytes());
    ear.save(state);
    state.flip().putLong(Long.BYTES, columns);
    assertThatThrownBy(() -> ear.restore(state, model.decision()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column " + columns);
  }

  /** Wherever in a state amid an alarm a number is damaged: it is no state, or harmless. */
  @ParameterizedTest
  @ValueSource(longs = {0x7ff8_0000_7fc0_0000L, -1, Long.MIN_VALUE, 0x7fef_ffff_7f7f_ffffL})
  void noDamageToAStateComesOutOfIt(long damage) {
    float[] samples = quietLoudQuiet(Seeded.random(4));
    Ear ear = ear(FrontEndConfig.PAPER);
    ear.push(samples, 0, 4 * RATE, new Heard());
    ByteBuffer right = ByteBuffer.allocate(ear.stateBytes());
    ear.save(right);
    int refused = 0;
    for (int at = 0; at <= right.position() - Long.BYTES; at += Integer.BYTES) {
      ByteBuffer damaged = ByteBuffer.wrap(right.array().clone()).putLong(at, damage);
      Heard heard = new Heard();
      try {
        ear.restore(damaged, model(FrontEndConfig.PAPER).decision());
        ear.push(samples, 4 * RATE, RATE / 4, heard);
      } catch (IllegalArgumentException | BufferUnderflowException e) {
        refused++;
      }
      assertThat(heard.windows).as("damaged at %d", at).allSatisfy(EarTest::isWithinBounds);
    }
    assertThat(refused).isGreaterThan(10);
  }

  private static void isWithinBounds(ScoredWindow window) {
    assertThat(window.score()).isBetween(0f, 1f);
    assertThat(window.smoothedScore()).isBetween(0f, 1f);
    assertThat(window.level().laeqDbfs()).isFinite();
    assertThat(window.level().peakDbfs()).isFinite();
  }

  @Test
  void aGapStartsTheFrontEndAnew() {
    float[] samples = Seeded.noise(Seeded.random(3), 4 * RATE);
    Heard after = new Heard();
    Ear ear = ear(FrontEndConfig.PAPER);
    ear.push(samples, 0, 2 * RATE, new Heard());
    ear.skip(1_000, after);
    ear.push(samples, 2 * RATE, 2 * RATE, after);

    Heard fresh = new Heard();
    ear(FrontEndConfig.PAPER).push(samples, 2 * RATE, 2 * RATE, fresh);

    assertThat(ear.nextSample()).isEqualTo(4L * RATE + 1_000);
    assertThat(after.windows)
        .extracting(ScoredWindow::score)
        .isEqualTo(fresh.windows.stream().map(ScoredWindow::score).toList());
    assertThat(after.windows.get(0).firstSample()).isEqualTo(2L * RATE + 1_000);
    assertThat(after.windows)
        .extracting(ScoredWindow::level)
        .isEqualTo(fresh.windows.stream().map(ScoredWindow::level).toList());
  }

  @Test
  void anAlarmsLevelHearsAllThatFollowsAGap() {
    Heard heard = new Heard();
    Ear ear = ear(FrontEndConfig.PAPER);
    ear.push(quietLoudQuiet(Seeded.random(6)), 0, 5 * RATE, heard);
    float[] click = new float[RATE];
    click[3_000] = 1;

    ear.skip(1_000, heard);
    ear.push(click, 0, click.length, heard);
    ear.end(EndReason.NODE_SILENT, heard);

    AlarmChange closed = heard.alarms.get(heard.alarms.size() - 1);
    assertThat(closed.snapshot().level().peakDbfs()).isZero();
  }

  @Test
  void endClosesAnOpenAlarmWithItsReason() {
    Heard heard = new Heard();
    Ear ear = ear(FrontEndConfig.PAPER);
    ear.push(quietLoudQuiet(Seeded.random(5)), 0, 5 * RATE, heard);
    assertThat(ear.state()).isEqualTo(AlarmState.OPEN);

    ear.end(EndReason.NODE_SILENT, heard);

    assertThat(ear.state()).isEqualTo(AlarmState.QUIET);
    AlarmChange last = heard.alarms.get(heard.alarms.size() - 1);
    assertThat(((AlarmChange.Closed) last).reason()).isEqualTo(EndReason.NODE_SILENT);
  }
}
