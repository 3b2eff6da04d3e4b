package dev.earshot.city.torture;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.city.report.Delays;
import dev.earshot.city.report.TopicContents;
import dev.earshot.city.run.ReportFile;
import dev.earshot.console.Failure;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.ModelSource;
import dev.earshot.processor.models.ModelTopic;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One run of the torture: the rig is built, the city plays, one fault follows the other, each once
 * all has recovered from the one before; when the city has ended, what came is compared. For one
 * thread.
 */
final class TortureRun {
  private static final int DIFFERENCE_CHARACTERS_MAX = 600;

  private final TorturePlan plan;
  private final Rig rig;
  private final PrintWriter err;
  private final ModelFile model = ShippedModel.load();
  private final ModelFile nextModel;
  private final Map<String, List<Double>> secondsToRecover = new TreeMap<>();
  private final Set<String> leftOut = new TreeSet<>();
  private long startNanos;

  private TortureRun(TorturePlan plan, Rig rig, ModelFile nextModel, PrintWriter err) {
    this.plan = plan;
    this.rig = rig;
    this.nextModel = nextModel;
    this.err = err;
  }

  /**
   * Runs it, or a part of it where the user ends the process.
   *
   * @param out for the report
   * @param err for the story of the run as it goes on
   * @throws Failure where something does not come round again, or what came is not what had to; the
   *     message says where data and logs are
   */
  static void run(TorturePlan plan, PrintWriter out, PrintWriter err) {
    Applications applications = Applications.find();
    ModelFile nextModel =
        ModelSource.read(
            "--next-model", Optional.of(plan.nextModel().orElse(applications.otherModel())));
    RigRun.of(
        "torture",
        applications,
        plan.processOptions(),
        plan.keep(),
        (rig, directory) -> {
          err.printf("earshot: data and logs are in %s%n", directory);
          err.flush();
          publish(plan, new TortureRun(plan, rig, nextModel, err).play(), out);
        });
  }

  private static void publish(TorturePlan plan, TortureReport report, PrintWriter out) {
    out.print(report.toText());
    out.flush();
    plan.report().ifPresent(file -> ReportFile.write(file, report.toJson() + "\n"));
    if (!report.exactlyOnce()) {
      String first = report.firstDifference().orElseThrow();
      throw Failure.because(
          "not exactly once; first in "
              + first.substring(0, Math.min(first.length(), DIFFERENCE_CHARACTERS_MAX)));
    }
  }

  private TortureReport play() {
    rig.startBrokers();
    HostileCity city = new HostileCity(plan.seed(), plan.nodes());
    try (FrameFeed feed =
        new FrameFeed(city, plan.messages(), plan.framesPerSecond(), rig.client())) {
      feed.sendProfiles();
      Instant halfway = city.timeAfter(plan.messages() / 2).truncatedTo(ChronoUnit.MILLIS);
      new ModelTopic(rig.client()).announce(halfway, nextModel);
      rig.startProcessors();
      startNanos = System.nanoTime();
      say("%d nodes play, %.0f frames a second", plan.nodes(), plan.framesPerSecond());
      Thread playing = new Thread(feed, "earshot-torture-feed");
      playing.start();
      breakThings(playing, feed);
      rig.awaitWorkedOff();
      rig.endProcessors();
      say("all is worked off, the oracle is consulted");
      return report(city, verdict(feed.sent()));
    }
  }

  /** One fault after the other for as long as the city plays. */
  private void breakThings(Thread playing, FrameFeed feed) {
    FaultSchedule schedule = new FaultSchedule(plan.seed());
    while (true) {
      FaultSchedule.Planned next = schedule.next();
      if (!next.fault().isPossible(rig)) {
        leftOut.add(next.fault().kind());
        continue;
      }
      rig.patience().pause(next.pause());
      feed.sent(); // fails where the feed has
      if (!playing.isAlive()) {
        return;
      }
      endure(next.fault());
    }
  }

  private void endure(Fault fault) {
    say("%s", fault);
    long sinceNanos = System.nanoTime();
    fault.inject(rig);
    rig.awaitRecovered();
    double seconds = secondsSince(sinceNanos);
    secondsToRecover.computeIfAbsent(fault.kind(), none -> new ArrayList<>()).add(seconds);
    say("all is well again, %.1f s after it", seconds);
  }

  private Verdict verdict(Sent sent) {
    Predicate<ConsumerRecord<byte[], byte[]>> leaveOut =
        record ->
            plan.leftOutOffset().isPresent()
                && record.partition() == 0
                && record.offset() == plan.leftOutOffset().getAsLong();
    return Verdict.of(rig.client(), sent, Oracle.consult(rig.client(), model, leaveOut));
  }

  private TortureReport report(HostileCity city, Verdict verdict) {
    Map<String, Long> mischief = new TreeMap<>();
    city.done().forEach((kind, count) -> mischief.put(kind.key(), count));
    Map<String, Integer> deeds = new TreeMap<>();
    rig.deeds().forEach((deed, count) -> deeds.put(deed.key(), count));
    Map<String, Delays> faults = new TreeMap<>();
    secondsToRecover.forEach(
        (kind, seconds) ->
            faults.put(kind, Delays.of(seconds.stream().mapToDouble(Double::doubleValue))));
    long anomalies =
        TopicContents.read(rig.client(), Topics.ANOMALIES, AnomalyEvent.class).stream()
            .filter(event -> event.getPhase() == AnomalyPhase.OPENED)
            .count();
    return new TortureReport(
        verdict.isClean(),
        plan.minutes(),
        secondsSince(startNanos),
        plan.seed(),
        plan.nodes(),
        plan.processOptions(),
        List.of(model.id(), nextModel.id()),
        anomalies,
        mischief,
        deeds,
        faults,
        List.copyOf(leftOut),
        verdict.items());
  }

  private void say(String format, Object... values) {
    long seconds = (long) secondsSince(startNanos);
    err.printf(Locale.ROOT, "earshot: %02d:%02d ", seconds / 60, seconds % 60);
    err.printf(Locale.ROOT, format + "%n", values);
    err.flush();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
