package dev.earshot.trainer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Which windows each epoch learns from, in which order. Holds the state of its generator. */
interface Draws {
  /** The next epoch's windows, as many as there are examples; valid until the next call. */
  int[] next();

  /** Every window once. */
  static Draws shuffled(Examples examples, SplittableRandom random) {
    int[] order = new int[examples.size()];
    Arrays.setAll(order, i -> i);
    return () -> {
      shuffle(order, random);
      return order;
    };
  }

  /**
   * Rounds in which each recording gives one window, the next of its own: after any number of
   * rounds all recordings were heard equally often. A recording's windows all have their turn
   * before one comes again.
   */
  static Draws balanced(Examples examples, SplittableRandom random) {
    Map<Long, List<Integer>> byRecording = new LinkedHashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      byRecording.computeIfAbsent(examples.clip(i).recordingId(), id -> new ArrayList<>()).add(i);
    }
    int[][] windows =
        byRecording.values().stream()
            .map(some -> some.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    int[] turn = new int[windows.length];
    int[] round = new int[windows.length];
    Arrays.setAll(round, i -> i);
    int[] order = new int[examples.size()];
    return () -> {
      for (int i = 0; i < order.length; i++) {
        if (i % round.length == 0) {
          shuffle(round, random);
        }
        int recording = round[i % round.length];
        int[] own = windows[recording];
        if (turn[recording] % own.length == 0) {
          shuffle(own, random);
        }
        order[i] = own[turn[recording]++ % own.length];
      }
      return order;
    };
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
