package dev.earshot.city.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a run of the demo came to. Its JSON form is a contract, described key by key in {@code
 * docs/demo-report.md}; the names of its components in snake_case are the keys.
 *
 * @param soundHours sound that was played, hours, all nodes together
 * @param eventsPlayed sounds for which an alarm was wanted
 * @param eventsFound those of them that an alarm touches (see {@link Matching})
 * @param eventsFoundByOpenAlarm those found whose alarm had been raised before they began
 * @param eventsMissed the others
 * @param falseAlarms alarms that touch no event
 * @param falseAlarmsPerHour of sound
 * @param idleAlarmShare share of the sound, 0 to 1, under an alarm while no event sounded
 * @param onsetDelayS from the onset of an event to the alarm raised for it, seconds of event time
 * @param realtimeFactor seconds of sound, all nodes together, for each second on the wall from the
 *     first frame sent to the last one processed
 * @param complete whether everything that was sent had been processed when the report was made
 * @param unheardS sound that was sent and that the processor had not heard then, seconds, all nodes
 *     together
 * @param nodes simulated nodes
 * @param speed how many times faster than time they were asked to play
 * @param seed repeats the city sample by sample
 * @param modelId the model that decided
 * @param toleranceS how long after an event's end an alarm still counted for it
 * @param city where the sounds came from
 * @param perLabel the events by what they are
 */
public record CityReport(
    double soundHours,
    int eventsPlayed,
    int eventsFound,
    int eventsFoundByOpenAlarm,
    int eventsMissed,
    int falseAlarms,
    double falseAlarmsPerHour,
    double idleAlarmShare,
    Delays onsetDelayS,
    double realtimeFactor,
    boolean complete,
    double unheardS,
    int nodes,
    double speed,
    long seed,
    String modelId,
    double toleranceS,
    City city,
    Map<String, OfLabel> perLabel) {

  /**
   * Where the sounds came from, and how honest the figures are.
   *
   * @param protocol {@code synthetic} for generated sounds, otherwise the label of {@link
   *     dev.earshot.acoustics.model.Protocol}: {@code folds} for recordings from folds that the
   *     model has not seen, {@code seen-in-training} where it has seen at least one
   * @param dataset the folder; empty for generated sounds
   * @param folds the folds that were played; empty for generated sounds
   * @param foldsSeenInTraining those of them that the model was trained or its threshold chosen on
   * @param snrDb signal-to-noise ratio of the events; empty where it varies from event to event
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record City(
      String protocol,
      Optional<String> dataset,
      List<Integer> folds,
      List<Integer> foldsSeenInTraining,
      OptionalDouble snrDb) {}

  /** The events of one label. */
  public record OfLabel(int played, int found, Delays onsetDelayS) {}

  /** What is known of a run besides its events and alarms; components as in the report. */
  public record Run(
      double soundSeconds,
      double unheardSeconds,
      double wallSeconds,
      boolean complete,
      int nodes,
      double speed,
      long seed,
      String modelId,
      double toleranceS,
      City city) {}

  /** Sums up a run. */
  public static CityReport of(Run run, Matching matching) {
    double soundHours = run.soundSeconds() / 3600;
    OfLabel all = count(matching, finding -> true);
    Map<String, OfLabel> perLabel = new TreeMap<>();
    matching.findings().stream()
        .map(finding -> finding.event().getLabel())
        .distinct()
        .forEach(
            label ->
                perLabel.put(
                    label, count(matching, finding -> finding.event().getLabel().equals(label))));
    int falseAlarms = matching.falseAlarms().size();
    return new CityReport(
        soundHours,
        all.played(),
        all.found(),
        (int) matching.findings().stream().filter(Matching.Finding::foundByOpenAlarm).count(),
        all.played() - all.found(),
        falseAlarms,
        soundHours > 0 ? falseAlarms / soundHours : 0,
        run.soundSeconds() > 0 ? matching.idleAlarmSeconds() / run.soundSeconds() : 0,
        all.onsetDelayS(),
        run.wallSeconds() > 0 ? run.soundSeconds() / run.wallSeconds() : 0,
        run.complete(),
        run.unheardSeconds(),
        run.nodes(),
        run.speed(),
        run.seed(),
        run.modelId(),
        run.toleranceS(),
        run.city(),
        perLabel);
  }

  private static OfLabel count(Matching matching, Predicate<Matching.Finding> which) {
    List<Matching.Finding> findings = matching.findings().stream().filter(which).toList();
    return new OfLabel(
        findings.size(),
        (int) findings.stream().filter(Matching.Finding::found).count(),
        Delays.of(
            findings.stream()
                .map(Matching.Finding::delaySeconds)
                .flatMapToDouble(OptionalDouble::stream)));
  }

  /** The report for machines: one JSON object. */
  public String toJson() {
    return ReportJson.of(this);
  }

  /** The report for people: some lines of text, the last one ended. */
  public String toText() {
    List<String> lines = new ArrayList<>();
    lines.add(line("sound", "%.2f h from %d nodes, %s", soundHours, nodes, source()));
    lines.add(line("model", "%s", modelId));
    lines.add(
        line(
            "events",
            "%d played, %d found, %d missed%s",
            eventsPlayed,
            eventsFound,
            eventsMissed,
            eventsPlayed == 0
                ? ""
                : String.format(
                    Locale.ROOT, " (%.0f %% found)", 100.0 * eventsFound / eventsPlayed)));
    lines.add(
        line("", "%d of those found by an alarm that was already open", eventsFoundByOpenAlarm));
    lines.add(line("false alarms", "%d (%.1f an hour of sound)", falseAlarms, falseAlarmsPerHour));
    lines.add(
        line(
            "idle alarms",
            "%.1f %% of the sound under an alarm without an event",
            100 * idleAlarmShare));
    lines.add(line("onset to OPENED", "%s", delays(onsetDelayS)));
    lines.add(line("real-time factor", "%.1f (seconds of sound a second)", realtimeFactor));
    if (!perLabel.isEmpty()) {
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT, "  %-16s %6s %6s   %s", "label", "played", "found", "onset to OPENED"));
      perLabel.forEach(
          (label, of) ->
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "  %-16s %6d %6d   %s",
                      label,
                      of.played(),
                      of.found(),
                      delays(of.onsetDelayS()))));
    }
    if (!complete) {
      lines.add("");
      lines.add("  Not everything that was sent had been processed when this was counted:");
      lines.add(line("not heard", "%.1f s of sound", unheardS));
    }
    return "Earshot report\n" + String.join("\n", lines) + "\n";
  }

  private String source() {
    String seeded = ", seed " + seed;
    return switch (city.protocol()) {
      case "synthetic" -> "a synthetic city" + seeded;
      case "folds" ->
          "recordings of folds " + city.folds() + ", which the model has not seen" + seeded;
      default ->
          "recordings of folds "
              + city.folds()
              + ", of which the model has seen "
              + city.foldsSeenInTraining()
              + seeded;
    };
  }

  private static String line(String name, String format, Object... values) {
    return String.format(Locale.ROOT, "  %-18s", name) + String.format(Locale.ROOT, format, values);
  }

  private static String delays(Delays delays) {
    if (delays.count() == 0) {
      return "-";
    }
    return String.format(
        Locale.ROOT,
        "median %.2f s, p95 %.2f s",
        delays.p50().orElseThrow(),
        delays.p95().orElseThrow());
  }
}
