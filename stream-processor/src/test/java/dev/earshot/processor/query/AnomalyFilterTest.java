package dev.earshot.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnomalyFilterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final AnomalyFilter ALL =
      new AnomalyFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static AnomalyView anomaly(
      String node, int second, boolean open, Optional<String> label, Optional<Float> offset) {
    return new AnomalyView(
        node + ":1:" + second,
        node,
        open ? "ONGOING" : "CLOSED",
        1,
        NOON.plusSeconds(second),
        NOON.plusSeconds(second + 1),
        open ? Optional.empty() : Optional.of(NOON.plusSeconds(second + 1)),
        Optional.empty(),
        1,
        0.8f,
        0.6f,
        label,
        Optional.empty(),
        -40,
        -30,
        offset,
        0.6f,
        "model",
        Duration.ZERO);
  }

  private static AnomalyView anomaly(String node, int second) {
    return anomaly(node, second, false, Optional.empty(), Optional.empty());
  }

  @Test
  void pagesGiveEveryAnomalyOnceAlsoWhenNewerOnesComeInBetween() {
    List<AnomalyView> all =
        new ArrayList<>(
            IntStream.range(0, 25)
                .mapToObj(i -> anomaly("n" + i % 3, i / 2)) // pairs that began at once
                .sorted(AnomalyView.NEWEST_FIRST)
                .toList());
    List<AnomalyView> before = List.copyOf(all);
    List<AnomalyView> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<AnomalyView> page = ALL.page(all, cursor.map(Cursor::of), 4);
      seen.addAll(page.items());
      cursor = page.nextCursor();
      all.add(0, anomaly("newer", 1000 + seen.size()));
    } while (cursor.isPresent());
    assertThat(seen).containsExactlyElementsOf(before);
  }

  @Test
  void aPageThatHasAllOfThemHasNoNextOne() {
    List<AnomalyView> two = List.of(anomaly("a", 2), anomaly("a", 1));
    assertThat(ALL.page(two, Optional.empty(), 2).nextCursor()).isEmpty();
  }

  @Test
  void whatIsNoCursorIsSaidToBeNone() {
    for (String text : List.of("", "x", "////", "AAAA", "a".repeat(5_000))) {
      assertThatThrownBy(() -> Cursor.of(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor");
    }
  }

  @Test
  void theLevelAskedForIsThatOfTheAirWhereTheNodeIsCalibrated() {
    AnomalyFilter loud =
        new AnomalyFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(60f),
            Optional.empty(),
            Optional.empty());
    assertThat(loud.test(anomaly("a", 1, false, Optional.empty(), Optional.of(94f)))).isTrue();
    assertThat(loud.test(anomaly("a", 1, false, Optional.empty(), Optional.empty()))).isFalse();
  }

  @Test
  void theScoreAskedForIsThePeakAndANodeIsItsWholeName() {
    AnomalyFilter sure =
        new AnomalyFilter(
            Optional.of("node-1"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(0.8f),
            Optional.empty(),
            Optional.of(NOON.plusSeconds(2)),
            Optional.empty());
    assertThat(sure.test(anomaly("node-1", 2))).isTrue();
    assertThat(sure.test(anomaly("node-1", 1))).as("began earlier").isFalse();
    assertThat(sure.test(anomaly("node-11", 2))).as("of another node").isFalse();
    AnomalyFilter surer =
        new AnomalyFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(0.81f),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(surer.test(anomaly("node-1", 2))).as("score of 0.80").isFalse();
  }

  @Test
  void thoseWithoutALabelAreAskedForAsUnusualSounds() {
    AnomalyFilter unlabelled =
        new AnomalyFilter(
            Optional.empty(),
            Optional.of(AnomalyFilter.UNLABELLED),
            Optional.of(false),
            Optional.empty(),
            Optional.empty(),
            Optional.of(NOON),
            Optional.of(NOON.plusSeconds(5)));
    assertThat(unlabelled.test(anomaly("a", 5))).isTrue();
    assertThat(unlabelled.test(anomaly("a", 6))).as("began later").isFalse();
    assertThat(unlabelled.test(anomaly("a", 5, true, Optional.empty(), Optional.empty())))
        .as("open")
        .isFalse();
    assertThat(unlabelled.test(anomaly("a", 5, false, Optional.of("siren"), Optional.empty())))
        .as("labelled")
        .isFalse();
  }
}
