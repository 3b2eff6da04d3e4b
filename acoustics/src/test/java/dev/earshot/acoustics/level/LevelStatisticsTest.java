package dev.earshot.acoustics.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelStatisticsTest {
  private static final int HOP = 320;

  /** A hop of steady sound. */
  private static HopLevel hop(double dbfs) {
    double square = Math.pow(10, dbfs / 10) / 2;
    return new HopLevel(HOP, square * HOP, square, square, true);
  }

  private static LevelStatistics of(List<HopLevel> hops) {
    var statistics = new LevelStatistics();
    hops.forEach(statistics::add);
    return statistics;
  }

  @Test
  void laeqIsTheMeanOfPowersNotOfDecibels() {
    // half the time -10, half -20 dBFS: 10 lg((0.1 + 0.01) / 2) = -12.5964
    LevelStatistics levels = of(List.of(hop(-10), hop(-20)));
    assertThat(levels.laeqDbfs()).isCloseTo(-12.5964f, within(1e-4f));
    assertThat(levels.lafMaxDbfs()).isCloseTo(-10f, within(1e-4f));
    assertThat(levels.samples()).isEqualTo(2 * HOP);
  }

  @Test
  void exceedanceLevelsAreWhatSoMuchOfTheTimeReaches() {
    List<HopLevel> hundred = new ArrayList<>();
    for (int db = 1; db <= 100; db++) {
      hundred.add(hop(-db));
    }
    LevelStatistics levels = of(hundred);
    assertThat(levels.exceededDbfs(10)).hasValue(-10);
    assertThat(levels.exceededDbfs(50)).hasValue(-50);
    assertThat(levels.exceededDbfs(90)).hasValue(-90);
    assertThat(levels.exceededDbfs(100)).hasValue(-100);
  }

  @Test
  void levelsAreRoundedToATenth() {
    assertThat(of(List.of(hop(-30.04))).exceededDbfs(10).orElseThrow())
        .isCloseTo(-30.0, within(1e-9));
    assertThat(of(List.of(hop(-30.06))).exceededDbfs(10).orElseThrow())
        .isCloseTo(-30.1, within(1e-9));
  }

  @Test
  void aTimeWeightingThatStillRisesIsNotRead() {
    double loud = 0.05;
    LevelStatistics levels = of(List.of(new HopLevel(HOP, loud * HOP, 1e-9, 1e-9, false)));
    assertThat(levels.exceededDbfs(90)).isEmpty();
    assertThat(levels.laeqDbfs()).isCloseTo(-10f, within(1e-4f));
  }

  @Test
  void theOrderOfHopsDoesNotMatter() {
    Random random = new Random(7);
    List<HopLevel> hops = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      hops.add(hop(-90 * random.nextDouble()));
    }
    LevelStatistics before = of(hops);
    Collections.shuffle(hops, random);
    LevelStatistics after = of(hops);
    assertThat(after.laeqDbfs()).isCloseTo(before.laeqDbfs(), within(1e-4f));
    assertThat(after.lafMaxDbfs()).isEqualTo(before.lafMaxDbfs());
    assertThat(after.exceededDbfs(10)).isEqualTo(before.exceededDbfs(10));
    assertThat(after.exceededDbfs(90)).isEqualTo(before.exceededDbfs(90));
  }

  @Test
  void putAsideAndTakenUpAgainTheyAreTheSame() {
    LevelStatistics levels = new LevelStatistics();
    for (int i = 0; i < 40_000; i++) { // more than two bytes count
      levels.add(hop(-50));
    }
    levels.add(hop(-10));
    levels.add(hop(25)); // beyond the distribution's end
    levels.add(new HopLevel(HOP, 0, 0, 0, true)); // digital silence
    ByteBuffer bytes = ByteBuffer.allocate(LevelStatistics.BYTES_MAX);
    levels.save(bytes);
    var again = new LevelStatistics();
    again.add(hop(-5));
    again.restore(bytes.flip());
    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(again.laeqDbfs()).isEqualTo(levels.laeqDbfs());
    assertThat(again.exceededDbfs(10)).isEqualTo(levels.exceededDbfs(10)).hasValue(-50);
    assertThat(again.exceededDbfs(100)).hasValue(LevelReading.FLOOR_DBFS);
  }

  @Test
  void withoutSoundThereIsNoLevel() {
    assertThat(new LevelStatistics().exceededDbfs(10)).isEmpty();
    assertThat(new LevelStatistics().samples()).isZero();
  }
}
