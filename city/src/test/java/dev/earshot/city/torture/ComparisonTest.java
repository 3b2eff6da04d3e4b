package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void theSameInTheSameOrderIsClean() {
    Comparison comparison = compare(List.of("a", "b", "a"), List.of("a", "b", "a"));

    assertThat(comparison).isEqualTo(new Comparison(0, 0, 0, OptionalInt.empty()));
    assertThat(comparison.isClean()).isTrue();
  }

  @Test
  void whatDidNotComeIsLost() {
    assertThat(compare(List.of("a", "b", "c"), List.of("a", "c")))
        .isEqualTo(new Comparison(1, 0, 0, OptionalInt.of(1)));
  }

  @Test
  void whatIsMissingAtTheEndIsLostThere() {
    assertThat(compare(List.of("a", "b"), List.of("a")))
        .isEqualTo(new Comparison(1, 0, 0, OptionalInt.of(1)));
  }

  @Test
  void whatCameAgainIsTwice() {
    assertThat(compare(List.of("a", "b", "c"), List.of("a", "b", "b", "c", "b")))
        .isEqualTo(new Comparison(0, 2, 0, OptionalInt.of(2)));
  }

  @Test
  void whatNobodyExpectedIsDifferent() {
    assertThat(compare(List.of("a"), List.of("a", "x")))
        .isEqualTo(new Comparison(0, 0, 1, OptionalInt.of(1)));
  }

  @Test
  void whatCameWithOtherContentsIsLostAndDifferent() {
    assertThat(compare(List.of("a", "b"), List.of("a", "x")))
        .isEqualTo(new Comparison(1, 0, 1, OptionalInt.of(1)));
  }

  @Test
  void anotherOrderIsDifferent() {
    assertThat(compare(List.of("a", "b", "c"), List.of("a", "c", "b")))
        .isEqualTo(new Comparison(0, 0, 2, OptionalInt.of(1)));
  }

  @Test
  void noChangeOfAListGoesUnnoticed() {
    Property.holds(
        500,
        random -> {
          List<Integer> expected = random.ints(random.nextInt(1, 40), 0, 5).boxed().toList();
          List<Integer> came = new ArrayList<>(expected);
          change(came, random);

          assertThat(compare(expected, came).isClean()).isEqualTo(expected.equals(came));
        });
  }

  private static void change(List<Integer> list, SplittableRandom random) {
    int at = random.nextInt(list.size());
    switch (random.nextInt(4)) {
      case 0 -> list.remove(at);
      case 1 -> list.add(at, list.get(random.nextInt(list.size())));
      case 2 -> list.set(at, random.nextInt(5));
      default -> list.add(list.remove(at));
    }
  }

  private static <T> Comparison compare(List<T> expected, List<T> came) {
    return Comparison.of(expected, came);
  }
}
