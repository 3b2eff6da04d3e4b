package dev.earshot.city.torture;

import dev.earshot.city.run.ReportFile;
import dev.earshot.city.torture.FailoverReport.Seconds;
import dev.earshot.city.torture.ScoreWatch.Came;
import dev.earshot.console.Failure;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.SimulationConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One measurement of fail-over: nodes play in real time while processors are killed and restarted,
 * and a {@link ScoreWatch} notes what comes when. For one thread.
 */
final class FailoverRun {
  /** What has just been started is slow, and Kafka Streams moves partitions for another minute. */
  private static final Duration WARM_UP = Duration.ofSeconds(70);

  /** Long enough for some thousand scores. */
  private static final Duration UNDISTURBED = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final FailoverPlan plan;
  private final Rig rig;
  private final PrintWriter err;
  private final List<Double> undisturbed = new ArrayList<>();
  private final List<Double> killToNextScore = new ArrayList<>();
  private final List<Double> restartDelays = new ArrayList<>();

  private FailoverRun(FailoverPlan plan, Rig rig, PrintWriter err) {
    this.plan = plan;
    this.rig = rig;
    this.err = err;
  }

  /**
   * Runs it.
   *
   * @param out for the report
   * @param err for the story of the run as it goes on
   * @throws Failure where something does not come round again; the message says where data and logs
   *     are
   */
  static void run(FailoverPlan plan, PrintWriter out, PrintWriter err) {
    RigRun.of(
        "failover",
        Applications.find(),
        plan.processOptions(),
        false,
        (rig, directory) -> {
          FailoverReport report = new FailoverRun(plan, rig, err).measure();
          out.print(report.toText());
          out.flush();
          plan.report().ifPresent(file -> ReportFile.write(file, report.toJson() + "\n"));
        });
  }

  private FailoverReport measure() {
    rig.startBrokers();
    rig.startProcessors();
    try (ScoreWatch watch = new ScoreWatch(rig.client());
        Simulation city = new Simulation(cityFromNow(), new SyntheticSounds(), rig.client())) {
      inThread(watch, "earshot-failover-watch");
      inThread(() -> city.runFrom(Instant.now()), "earshot-failover-city");
      rig.patience().pause(WARM_UP);
      awaitBalance();
      watch.take();
      rig.patience().pause(UNDISTURBED);
      watch.take().forEach(score -> undisturbed.add(score.delaySeconds()));
      for (int i = 0; i < plan.kills(); i++) {
        kill(i % Rig.PROCESSORS, watch);
      }
      for (int i = 0; i < plan.restarts(); i++) {
        restartBoth(watch);
      }
      city.stop();
    }
    return report();
  }

  private SimulationConfig cityFromNow() {
    return new SimulationConfig(
        plan.nodes(),
        1,
        Optional.empty(),
        1,
        SimulationConfig.DEFAULT_MESSAGE_MILLIS,
        SimulationConfig.DEFAULT_SNR_DB,
        SimulationConfig.DEFAULT_GAP_SECONDS_MIN,
        SimulationConfig.DEFAULT_GAP_SECONDS_MAX,
        Instant.now());
  }

  private static void inThread(Runnable task, String name) {
    new Thread(task, name).start();
  }

  /**
   * Waits until both processors have partitions again, and all that was there by then is worked
   * off.
   *
   * @return the partitions of each
   */
  private List<Set<Integer>> awaitBalance() {
    rig.awaitRecovered();
    List<Set<Integer>> partitions = new ArrayList<>();
    rig.patience()
        .await(
            "both processors have partitions",
            PATIENCE,
            () -> {
              partitions.clear();
              for (int i = 0; i < Rig.PROCESSORS; i++) {
                partitions.add(rig.partitionsOf(i));
              }
              return partitions.stream().noneMatch(Set::isEmpty);
            });
    rig.awaitWorkedOff();
    return partitions;
  }

  private void kill(int processor, ScoreWatch watch) {
    Set<Integer> partitions = awaitBalance().get(processor);
    Set<String> nodes = new HashSet<>();
    for (Came score : watch.take()) {
      if (partitions.contains(score.partition())) {
        nodes.add(score.nodeId());
      }
    }
    Instant killed = Instant.now();
    rig.killProcessor(processor);
    Map<String, Double> next = new HashMap<>();
    rig.patience()
        .await(
            "all nodes of the processor that was killed have a score again",
            PATIENCE,
            () -> {
              for (Came score : watch.take()) {
                if (nodes.contains(score.nodeId()) && score.soundEnded().isAfter(killed)) {
                  next.putIfAbsent(score.nodeId(), secondsBetween(killed, score.came()));
                }
              }
              return next.keySet().containsAll(nodes);
            });
    killToNextScore.addAll(next.values());
    say(
        "processor %d killed: %d nodes of it, the last one has a score again after %.1f s",
        processor + 1,
        nodes.size(),
        next.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
    rig.startProcessor(processor);
  }

  private void restartBoth(ScoreWatch watch) {
    awaitBalance();
    watch.take();
    for (int i = 0; i < Rig.PROCESSORS; i++) {
      rig.upgradeProcessor(i);
    }
    awaitBalance();
    Map<String, Double> worst = new HashMap<>();
    for (Came score : watch.take()) {
      worst.merge(score.nodeId(), score.delaySeconds(), Math::max);
    }
    restartDelays.addAll(worst.values());
    say(
        "both restarted: the latest score came %.1f s after its sound",
        worst.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  private static double secondsBetween(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private FailoverReport report() {
    return new FailoverReport(
        plan.nodes(),
        plan.kills(),
        plan.restarts(),
        plan.processOptions(),
        seconds(undisturbed),
        seconds(killToNextScore),
        seconds(restartDelays));
  }

  private static Seconds seconds(List<Double> times) {
    return Seconds.of(times.stream().mapToDouble(Double::doubleValue));
  }

  private void say(String format, Object... values) {
    err.printf("earshot: " + format + "%n", values);
    err.flush();
  }
}
