package dev.earshot.city.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What came held against what was expected, in order. All three are 0 where both are the same, one
 * after the other, and only then. A record that came with other contents is one that was lost and
 * one that is different.
 *
 * @param lost expected more often than it came
 * @param twice expected, and came more often
 * @param different never expected; or all is there, and so many stand in another place
 * @param firstAt where the two part, from 0
 */
record Comparison(long lost, long twice, long different, OptionalInt firstAt) {
  /** How often something was expected, and how often it came. */
  private static final class Count {
    private long expected;
    private long came;
  }

  static <T> Comparison of(List<T> expected, List<T> came) {
    if (expected.equals(came)) {
      return new Comparison(0, 0, 0, OptionalInt.empty());
    }
    Map<T, Count> counts = new HashMap<>();
    expected.forEach(item -> counts.computeIfAbsent(item, none -> new Count()).expected++);
    came.forEach(item -> counts.computeIfAbsent(item, none -> new Count()).came++);
    long lost = 0;
    long twice = 0;
    long different = 0;
    for (Count count : counts.values()) {
      lost += Math.max(0, count.expected - count.came);
      long more = Math.max(0, count.came - count.expected);
      if (count.expected > 0) {
        twice += more;
      } else {
        different += more;
      }
    }
    if (lost + twice + different == 0) {
      different = displaced(expected, came);
    }
    return new Comparison(lost, twice, different, OptionalInt.of(firstDifference(expected, came)));
  }

  private static <T> long displaced(List<T> expected, List<T> came) {
    long displaced = 0;
    for (int i = 0; i < expected.size(); i++) {
      displaced += expected.get(i).equals(came.get(i)) ? 0 : 1;
    }
    return displaced;
  }

  private static <T> int firstDifference(List<T> expected, List<T> came) {
    int i = 0;
    while (i < expected.size() && i < came.size() && expected.get(i).equals(came.get(i))) {
      i++;
    }
    return i;
  }

  /** Whether both are the same. */
  boolean isClean() {
    return lost + twice + different == 0;
  }
}
