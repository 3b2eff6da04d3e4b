package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.level.HopLevel;
import dev.earshot.v1.SoundLevels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLevelsTest {
  private static final int RATE = 16_000;
  private static final int HOP = 320;
  private static final long HOP_MICROS = 20_000;
  private static final float OFFSET = 120;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final List<SoundLevels> told = new ArrayList<>();
  private NodeLevels levels = fresh();

  private static NodeLevels fresh() {
    NodeLevels levels = new NodeLevels();
    levels.wake("node-1", new byte[0]);
    return levels;
  }

  private static MeasuredHop hop(long fromMicros, double dbfs, float offset) {
    double square = Math.pow(10, dbfs / 10) / 2;
    return new MeasuredHop(
        fromMicros, new HopLevel(HOP, square * HOP, square, square, true), RATE, offset);
  }

  /** Steady sound from some seconds after noon to others. */
  private void play(double from, double to, double dbfs) {
    play(from, to, dbfs, OFFSET);
  }

  private void play(double from, double to, double dbfs, float offset) {
    for (long at = Math.round(from * 1e6); at < to * 1e6; at += HOP_MICROS) {
      levels.add(hop(Micros.of(NOON) + at, dbfs, offset), told::add);
    }
  }

  @Test
  void aQuarterOfAMinuteHasTheLevelOfEachSecond() {
    play(0, 5, -60);
    play(5, 15, -50);
    assertThat(told).as("the period may go on").isEmpty();
    play(15, 16, -40);

    assertThat(told).hasSize(1);
    SoundLevels first = told.get(0);
    assertThat(first.getNodeId()).isEqualTo("node-1");
    assertThat(first.getFrom()).isEqualTo(NOON);
    assertThat(first.getTo()).isEqualTo(NOON.plusSeconds(15));
    assertThat(first.getMeasuredS()).isEqualTo(15);
    assertThat(first.getCalibrationOffsetDb()).isEqualTo(OFFSET);
    assertThat(first.getLaeq1sDb()).hasSize(15);
    assertThat(first.getLaeq1sDb().get(4)).isCloseTo(60, within(0.001f));
    assertThat(first.getLaeq1sDb().get(5)).isCloseTo(70, within(0.001f));
    assertThat(first.getLafmaxDb()).isCloseTo(70, within(0.001f));
    // 10 lg((5 * 10^6 + 10 * 10^7) / 15)
    assertThat(first.getLaeqDb()).isCloseTo(68.4510f, within(0.001f));
    assertThat(first.getL10Db()).isNull();
  }

  @Test
  void aQuarterOfAnHourHasItsStatistics() {
    play(0, 60, -50); // a fifteenth of the time
    play(60, 780, -60);
    play(780, 900, -80); // two fifteenths
    play(900, 901, -40);

    SoundLevels quarter = told.get(told.size() - 1);
    assertThat(told).hasSize(61);
    assertThat(quarter.getFrom()).isEqualTo(NOON);
    assertThat(quarter.getTo()).isEqualTo(NOON.plusSeconds(900));
    assertThat(quarter.getMeasuredS()).isEqualTo(900);
    assertThat(quarter.getL10Db()).isCloseTo(60, within(0.001f));
    assertThat(quarter.getL90Db()).isCloseTo(40, within(0.001f));
    assertThat(quarter.getLafmaxDb()).isCloseTo(70, within(0.001f));
    // 10 lg((60 * 10^7 + 720 * 10^6 + 120 * 10^4) / 900)
    assertThat(quarter.getLaeqDb()).isCloseTo(61.6663f, within(0.001f));
    assertThat(quarter.getLaeq1sDb()).isEmpty();
  }

  @Test
  void whatIsLostIsAGapAndNoQuiet() {
    play(0, 3, -60);
    play(4.6, 10, -60);
    play(31, 32, -60);

    assertThat(told).as("of 12:00:15 to 12:00:30 nothing is known").hasSize(1);
    SoundLevels first = told.get(0);
    assertThat(first.getLaeq1sDb().get(3)).isNull();
    assertThat(first.getLaeq1sDb().get(4)).as("less than half of it").isNull();
    assertThat(first.getLaeq1sDb().get(5)).isCloseTo(60, within(0.001f));
    assertThat(first.getLaeq1sDb().subList(10, 15)).containsOnlyNulls();
    assertThat(first.getMeasuredS()).isCloseTo(8.4f, within(0.001f));
    assertThat(first.getLaeqDb()).isCloseTo(60, within(0.001f));
  }

  @Test
  void aPauseTellsWhatThereIsAndGoingOnTellsTheWhole() {
    play(0, 3, -60);
    levels.tell(told::add);
    levels.tell(told::add);
    assertThat(told).as("once").hasSize(2);
    play(8, 15, -60);
    play(15, 16, -60);

    assertThat(told).hasSize(3);
    assertThat(told.get(2).getFrom()).isEqualTo(told.get(0).getFrom());
    assertThat(told.get(0).getMeasuredS()).isEqualTo(3);
    assertThat(told.get(2).getMeasuredS()).isEqualTo(10);
  }

  @Test
  void aCalibrationBeginsThePeriodAnew() {
    play(0, 7, -60);
    play(7, 15, -60, OFFSET + 1);
    play(15, 16, -60, OFFSET + 1);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).getMeasuredS()).isEqualTo(8);
    assertThat(told.get(0).getCalibrationOffsetDb()).isEqualTo(OFFSET + 1);
    assertThat(told.get(0).getLaeqDb()).isCloseTo(61, within(0.001f));
  }

  @Test
  void aClockThatStepsBackDoesNotStopTheLevels() {
    play(3600, 3605, -60);
    play(0, 16, -60);
    assertThat(told)
        .extracting(SoundLevels::getFrom)
        .containsExactly(NOON.plusSeconds(3600), NOON.plusSeconds(3600), NOON);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void putAsideAtAnyPointItGoesOnTheSame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<MeasuredHop> hops = new ArrayList<>();
    long at = Micros.of(NOON) + random.nextInt(900_000_000);
    for (int i = 0; i < 60_000; i++) {
      at += random.nextInt(1000) == 0 ? random.nextInt(40_000_000) : HOP_MICROS;
      hops.add(hop(at, -100 * random.nextDouble(), OFFSET));
    }
    hops.forEach(hop -> levels.add(hop, told::add));

    List<SoundLevels> toldByMany = new ArrayList<>();
    byte[] saved = new byte[0];
    NodeLevels other = new NodeLevels();
    int next = 0;
    while (next < hops.size()) {
      other = random.nextInt(10) == 0 ? new NodeLevels() : other;
      other.wake("node-1", saved);
      int end = Math.min(hops.size(), next + 1 + random.nextInt(50));
      for (; next < end; next++) {
        other.add(hops.get(next), toldByMany::add);
      }
      saved = other.save();
    }
    assertThat(toldByMany).isEqualTo(told).hasSizeGreaterThan(60);
    assertThat(saved).isEqualTo(levels.save());
  }

  @Test
  void ofBytesThatAreNoLevelsNothingIsTaken() {
    play(0, 10, -60);
    byte[] right = levels.save();
    for (int length = 0; length < right.length; length++) {
      levels.wake("node-1", Arrays.copyOf(right, length));
      levels.tell(told::add);
    }
    assertThat(told).isEmpty();
    levels.wake("node-1", right);
    levels.tell(told::add);
    assertThat(told).hasSize(2);
  }
}
