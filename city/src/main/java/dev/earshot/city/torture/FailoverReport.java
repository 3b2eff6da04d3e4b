package dev.earshot.city.torture;

import dev.earshot.city.report.Delays;
import dev.earshot.city.report.ReportJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What a measurement of fail-over came to. The names of its components in snake_case are the keys
 * of its JSON form.
 *
 * @param nodes that played
 * @param kills how often a processor was killed
 * @param restarts how often both were restarted, one after the other
 * @param processOptions what the processors were told beside what they need
 * @param undisturbed from the end of a window's sound to its committed score, while nothing is
 *     broken: every score of all nodes
 * @param killToNextScore from SIGKILL to the first committed score of sound after it: every node of
 *     the processor that was killed, every time
 * @param restartDelay from the end of a window's sound to its committed score: the worst of each
 *     node in each rolling restart
 */
record FailoverReport(
    int nodes,
    int kills,
    int restarts,
    List<String> processOptions,
    Seconds undisturbed,
    Seconds killToNextScore,
    Seconds restartDelay) {
  /**
   * Some times, seconds.
   *
   * @param count how many
   * @param p50 by nearest rank, as {@link Delays} has it; empty without any
   * @param p95 empty without any
   * @param max empty without any
   */
  record Seconds(int count, OptionalDouble p50, OptionalDouble p95, OptionalDouble max) {
    static Seconds of(DoubleStream times) {
      double[] all = times.toArray();
      Delays delays = Delays.of(Arrays.stream(all));
      return new Seconds(delays.count(), delays.p50(), delays.p95(), Arrays.stream(all).max());
    }

    private String toText() {
      return count == 0
          ? "none"
          : String.format(
              Locale.ROOT,
              "p50 %.1f s, p95 %.1f s, longest %.1f s (%,d)",
              p50.orElseThrow(),
              p95.orElseThrow(),
              max.orElseThrow(),
              count);
    }
  }

  /** The report for machines: one JSON object. */
  String toJson() {
    return ReportJson.of(this);
  }

  /** The report for people: some lines of text, the last one ended. */
  String toText() {
    List<String> lines = new ArrayList<>();
    lines.add("Earshot failover: " + nodes + " nodes in real time");
    if (!processOptions.isEmpty()) {
      lines.add("  process                                  " + String.join(" ", processOptions));
    }
    lines.add("  sound to score, undisturbed              " + undisturbed.toText());
    lines.add("  SIGKILL to its nodes' next score         " + killToNextScore.toText());
    lines.add("  sound to score, worst while restarted    " + restartDelay.toText());
    return String.join("\n", lines) + "\n";
  }
}
