package dev.earshot.city.torture;

import dev.earshot.console.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run of the torture is to do. The messages name the options of {@code torture}.
 *
 * @param minutes how long the nodes play, 0.1 to a week
 * @param seed of the city and of the faults
 * @param nodes 1 to 1,000
 * @param framesPerSecond of all nodes together, 1 to 5,000
 * @param nextModel takes over from the one that ships when half of it is played; empty: that of the
 *     checkout
 * @param processOptions further options of {@code earshot process}
 * @param leftOutOffset the offset, in the first partition, of the frame that the oracle leaves out;
 *     empty: it takes all
 * @param report where the report is written; empty: nowhere
 * @param keep whether the directory of the run stays in any case
 */
record TorturePlan(
    double minutes,
    long seed,
    int nodes,
    double framesPerSecond,
    Optional<Path> nextModel,
    List<String> processOptions,
    OptionalLong leftOutOffset,
    Optional<Path> report,
    boolean keep) {
  private static final double MINUTES_MIN = 0.1;
  private static final double MINUTES_MAX = 7 * 24 * 60;
  private static final int NODES_MAX = 1_000;
  private static final double RATE_MAX = 5_000;

  TorturePlan {
    within("--minutes", minutes, MINUTES_MIN, MINUTES_MAX);
    within("--nodes", nodes, 1, NODES_MAX);
    within("--rate", framesPerSecond, 1, RATE_MAX);
    processOptions = List.copyOf(processOptions);
  }

  /** Whether an option's value lies within bounds. */
  static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) { // not a number is not within
      throw Failure.usage(
          name + " must be " + plain(least) + " to " + plain(most) + ": " + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Messages that the nodes send in all. */
  long messages() {
    return Math.round(minutes * 60 * framesPerSecond);
  }
}
