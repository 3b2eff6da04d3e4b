package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.processor.query.CityFigures.Figures;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CityFiguresTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  private long nanos = 7_000_000_000L;
  private final CityFigures figures = new CityFigures(() -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void nothingReadIsNoWindowsAndNoDelay() {
    pass(Duration.ofSeconds(2));

    Figures now = figures.now();

    assertThat(now.windowsPerS()).isZero();
    assertThat(now.delayP50S()).isEmpty();
    assertThat(now.delayP95S()).isEmpty();
  }

  @Test
  void delaysAreRanksOfWhatWasRead() {
    for (int i = 100; i >= 1; i--) {
      figures.window(Duration.ofMillis(10L * i));
    }

    Figures now = figures.now();

    assertThat(now.delayP50S().orElseThrow()).isEqualTo(0.5, EXACTLY);
    assertThat(now.delayP95S().orElseThrow()).isEqualTo(0.95, EXACTLY);
  }

  @Test
  void oneWindowIsItsOwnMedian() {
    figures.window(Duration.ofMillis(300));

    assertThat(figures.now().delayP50S().orElseThrow()).isEqualTo(0.3, EXACTLY);
    assertThat(figures.now().delayP95S().orElseThrow()).isEqualTo(0.3, EXACTLY);
  }

  @Test
  void theRateIsOfTheTimeSinceItWasLastMeasured() {
    for (int i = 0; i < 60; i++) {
      figures.window(Duration.ZERO);
    }
    pass(Duration.ofSeconds(2));
    assertThat(figures.now().windowsPerS()).isEqualTo(30, EXACTLY);

    figures.window(Duration.ZERO);
    pass(Duration.ofMillis(500)); // too short to say anything
    assertThat(figures.now().windowsPerS()).isEqualTo(30, EXACTLY);

    pass(Duration.ofMillis(500));
    assertThat(figures.now().windowsPerS()).isEqualTo(1, EXACTLY);
  }

  @Test
  void whatIsLongAgoDoesNotCount() {
    figures.window(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(11));
    assertThat(figures.now().delayP50S()).isEmpty();

    figures.window(Duration.ofMillis(200));
    assertThat(figures.now().delayP95S().orElseThrow()).isEqualTo(0.2, EXACTLY);
  }

  @Test
  void ofMoreThanItKeepsTheNewestCount() {
    for (int i = 0; i < 10_000; i++) {
      figures.window(Duration.ofSeconds(i < 1_000 ? 60 : 1));
    }

    assertThat(figures.now().delayP95S().orElseThrow()).isEqualTo(1, EXACTLY);
  }
}
