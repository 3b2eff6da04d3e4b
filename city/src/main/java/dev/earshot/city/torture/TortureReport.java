package dev.earshot.city.torture;

import dev.earshot.city.report.Delays;
import dev.earshot.city.report.ReportJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run of the torture came to. The names of its components in snake_case are the keys of its
 * JSON form.
 *
 * @param exactlyOnce whether nothing was lost, came twice or was different
 * @param minutes as asked for
 * @param wallSeconds from the first frame to the last comparison
 * @param processOptions what the processors were told beside what they need
 * @param models in the order in which they were in force
 * @param anomalies that were opened
 * @param mischief what the nodes did, by kind
 * @param deeds what was done to processes, by kind
 * @param faults by kind, how many, and how long from the fault until all was well again
 * @param leftOut kinds of faults for which this machine has no means
 * @param verdict what came held against what had to come, topic by topic
 */
record TortureReport(
    boolean exactlyOnce,
    double minutes,
    double wallSeconds,
    long seed,
    int nodes,
    List<String> processOptions,
    List<String> models,
    long anomalies,
    Map<String, Long> mischief,
    Map<String, Integer> deeds,
    Map<String, Delays> faults,
    List<String> leftOut,
    List<Verdict.Item> verdict) {
  /** Where the first difference is and what it is, in words. */
  Optional<String> firstDifference() {
    return verdict.stream()
        .filter(item -> item.first().isPresent())
        .findFirst()
        .map(item -> item.of() + ", " + item.first().orElseThrow());
  }

  /** The report for machines: one JSON object. */
  String toJson() {
    return ReportJson.of(this);
  }

  /** The report for people: some lines of text, the last one ended. */
  String toText() {
    List<String> lines = new ArrayList<>();
    lines.add("Earshot torture: " + (exactlyOnce ? "exactly once" : "NOT exactly once"));
    lines.add(line("run", "%.1f minutes, seed %d", minutes, seed));
    if (!processOptions.isEmpty()) {
      lines.add(line("process", "%s", String.join(" ", processOptions)));
    }
    lines.add(line("models", "%s", String.join(", then ", models)));
    lines.add(line("nodes", "%d, %,d anomalies", nodes, anomalies));
    deeds.forEach((deed, count) -> lines.add(line(deed.replace('_', ' '), "%d", count)));
    lines.add("");
    lines.add(text("  %-30s %5s   %s", "fault", "times", "until all was well again"));
    faults.forEach(
        (kind, delays) ->
            lines.add(
                text("  %-30s %5d   %s", kind.replace('_', ' '), delays.count(), of(delays))));
    leftOut.forEach(
        kind -> lines.add(text("  %-30s   left out: no means here", kind.replace('_', ' '))));
    lines.add("");
    lines.add(
        text(
            "  %-30s %10s %10s %6s %6s %10s",
            "compared bit for bit", "expected", "came", "lost", "twice", "different"));
    verdict.forEach(
        item ->
            lines.add(
                text(
                    "  %-30s %,10d %,10d %,6d %,6d %,10d",
                    item.of(),
                    item.expected(),
                    item.came(),
                    item.lost(),
                    item.twice(),
                    item.different())));
    return String.join("\n", lines) + "\n";
  }

  private static String of(Delays delays) {
    return text("median %.1f s, p95 %.1f s", seconds(delays.p50()), seconds(delays.p95()));
  }

  private static double seconds(OptionalDouble percentile) {
    return percentile.orElse(Double.NaN);
  }

  private static String line(String name, String format, Object... values) {
    return text("  %-22s", name) + text(format, values);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
