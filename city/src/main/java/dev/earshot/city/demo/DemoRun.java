package dev.earshot.city.demo;

import dev.earshot.city.broker.Backlog;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.report.Alarm;
import dev.earshot.city.report.CityReport;
import dev.earshot.city.report.Matching;
import dev.earshot.city.report.TopicContents;
import dev.earshot.city.run.Ending;
import dev.earshot.city.run.ReportFile;
import dev.earshot.city.run.WorkDirectory;
import dev.earshot.console.Failure;
import dev.earshot.console.Ticker;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.query.CityView;
import dev.earshot.recordings.Sound;
import dev.earshot.sim.ProfileWriter;
import dev.earshot.sim.Simulation;
import dev.earshot.sim.TownPlan;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.GroundTruth;
import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;

/**
 * One run of the demo, from the start of the broker to the report.
 *
 * <p>Broker and Quarkus start side by side: the broker's address is known before it answers, and
 * the processor waits for its topics anyway. Once the processor is running the nodes begin to play.
 * When they have ended, or the user ends them, the processor is given the time to work off what is
 * left; then the topics are read from their beginnings and the report is made.
 *
 * <p>Two threads meet here: the one that calls {@link #run}, on which Quarkus later calls {@link
 * #play}, and the one that ends the process and calls {@link #awaitPlayed}. When the user wants the
 * end before the nodes have begun to play, parts of the start fail as they may: nothing is said of
 * that, and nothing is left.
 */
final class DemoRun {
  private static final String APPLICATION_ID = "earshot-demo";
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration START_USUAL = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration DISPLAY = Duration.ofMillis(200);
  private static final AtomicReference<DemoRun> CURRENT = new AtomicReference<>();

  private final DemoPlan plan;
  private final PrintWriter out;
  private final Ending ending;
  private final WorkDirectory directory;
  private final Path log;
  private final EmbeddedBroker broker;
  private final Map<String, String> client;
  private final CompletableFuture<Void> brokerReady;
  private final CountDownLatch played = new CountDownLatch(1);
  private final Optional<Ticker> starting;

  private boolean hasBegun; // to play
  private Optional<RuntimeException> failure = Optional.empty();

  /** What has become of the nodes' sound, once it plays. */
  private volatile Optional<Supplier<Played>> soFar = Optional.empty();

  private DemoRun(
      DemoPlan plan,
      PrintWriter out,
      Ending ending,
      WorkDirectory directory,
      EmbeddedBroker broker) {
    this.plan = plan;
    this.out = out;
    this.ending = ending;
    this.directory = directory;
    this.log = directory.resolve("earshot.log");
    this.broker = broker;
    this.client = broker.clientProperties();
    this.brokerReady = CompletableFuture.runAsync(this::startBroker, DemoRun::inThread);
    this.starting = plan.headless() ? Optional.empty() : Optional.of(tellStart(brokerReady));
  }

  private static Ticker tellStart(CompletableFuture<Void> brokerReady) {
    long sinceNanos = System.nanoTime();
    return Ticker.start(
        () ->
            "starting %s  %s, usually some %d s"
                .formatted(
                    brokerReady.isDone() ? "the processor" : "broker and processor",
                    Ticker.clock(secondsSince(sinceNanos)),
                    START_USUAL.toSeconds()));
  }

  /**
   * Runs it.
   *
   * @param out for the report
   * @throws Failure where a part of it does not start or fails; the message says where the log is
   */
  static void run(DemoPlan plan, PrintWriter out) {
    try (Ending ending = Ending.ofThisProcess();
        WorkDirectory directory = WorkDirectory.make("earshot-demo");
        EmbeddedBroker broker = EmbeddedBroker.in(directory.resolve("broker"))) {
      if (!ending.isWanted()) {
        new DemoRun(plan, out, ending, directory, broker).run();
      }
    }
  }

  /** The run of this process: Quarkus makes the objects that ask for it. */
  static DemoRun current() {
    return CURRENT.get();
  }

  private void run() {
    CURRENT.set(this);
    if (plan.verbose()) {
      directory.keep(log);
    }
    try {
      settings().forEach(System::setProperty);
      Quarkus.run(DemoApp.class, this::quarkusEnded);
      failure.ifPresent(
          e -> {
            throw e;
          });
    } catch (RuntimeException e) {
      if (hasBegun || !ending.isWanted()) {
        directory.keep(log);
        Failure failed = Failure.because(reasonOf(e) + "; the log is " + log, e);
        if (!ending.isWanted()) {
          throw failed;
        }
        // the process ends once all is cleaned up, and waits for nobody else to say it
        System.err.println("earshot: " + failed.getMessage());
      }
    } finally {
      starting.ifPresent(Ticker::stop);
      brokerReady.handle((ready, e) -> null).join();
      if (plan.verbose()) {
        System.err.println("earshot: the log is " + log);
      }
    }
  }

  private static void inThread(Runnable task) {
    new Thread(task, "earshot-broker-start").start();
  }

  private void startBroker() {
    broker.start();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Topics.createMissing(admin, DemoTopics.plans());
    }
  }

  /** What the application is told; everything else is as for {@code earshot process}. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
    settings.put("quarkus.kafka-streams.bootstrap-servers", broker.bootstrapServers());
    settings.put("quarkus.kafka-streams.application-id", APPLICATION_ID);
    settings.put("kafka-streams.state.dir", directory.resolve("state").toString());
    settings.put(
        "kafka-streams.num.stream.threads",
        String.valueOf(
            Math.min(DemoTopics.PARTITIONS, Runtime.getRuntime().availableProcessors())));
    settings.put("quarkus.http.port", String.valueOf(plan.port()));
    settings.put("earshot.page.demo", "true");
    if (plan.port() != 0) {
      settings.put("quarkus.kafka-streams.application-server", "127.0.0.1:" + plan.port());
    }
    settings.put("quarkus.vertx.cache-directory", directory.resolve("page-cache").toString());
    settings.put("quarkus.log.file.enabled", "true");
    settings.put("quarkus.log.file.path", log.toString());
    settings.put("quarkus.log.file.format", "%d{HH:mm:ss.SSS} %-5p [%c{2.}] (%t) %s%e%n");
    // that the broker does not answer yet is as it should be
    settings.put("quarkus.log.category.\"org.apache.kafka.clients.NetworkClient\".level", "ERROR");
    settings.put("quarkus.log.console.enabled", "false");
    plan.modelFile()
        .ifPresent(
            file -> settings.put("earshot.processor.model", file.toAbsolutePath().toString()));
    return settings;
  }

  private void quarkusEnded(int exitCode, Throwable e) {
    if (e != null && failure.isEmpty()) {
      failure = Optional.of(e instanceof RuntimeException r ? r : new IllegalStateException(e));
    }
  }

  /** Returns once the report has been made, or has been waited for too long. */
  void awaitPlayed() {
    Ending.await(played, Ending.REPORT_PATIENCE);
  }

  /**
   * Called by Quarkus once it is up, on the thread that called {@link #run}.
   *
   * @param samplesHeard how many samples the processor has fed to its front-ends so far
   */
  void play(KafkaStreams streams, CityView view, LongSupplier samplesHeard) {
    try {
      awaitRunning(streams);
      starting.ifPresent(Ticker::stop);
      if (!ending.isWanted()) {
        hasBegun = true;
        report(simulate(streams, view, samplesHeard));
      }
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    } finally {
      played.countDown();
    }
  }

  private void awaitRunning(KafkaStreams streams) {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (streams.state() != KafkaStreams.State.RUNNING) {
      if (brokerReady.isCompletedExceptionally()) {
        brokerReady.join();
      }
      check(streams);
      if (System.nanoTime() > deadline) {
        throw Failure.because(
            "the processor is not running after " + START_PATIENCE.toSeconds() + " s");
      }
      if (ending.isWantedWithin(POLL)) {
        return;
      }
    }
  }

  private static void check(KafkaStreams streams) {
    switch (streams.state()) {
      case ERROR, PENDING_ERROR -> throw Failure.because("the stream processor has failed");
      case PENDING_SHUTDOWN, NOT_RUNNING ->
          throw Failure.because("the stream processor was stopped before the report was made");
      default -> {}
    }
  }

  /** What became of the nodes' sound. */
  private record Played(
      double soundSeconds,
      double unheardSeconds,
      double wallSeconds,
      boolean complete,
      boolean cut) {}

  private Played simulate(KafkaStreams streams, CityView view, LongSupplier samplesHeard) {
    ProfileWriter.write(TownPlan.profiles(plan.simulation()), plan.simulation().micros(0), client);
    try (Simulation simulation = new Simulation(plan.simulation(), plan.library(), client);
        Display display = Display.of(plan)) {
      long startNanos = System.nanoTime();
      soFar = Optional.of(() -> played(simulation, samplesHeard, startNanos, false, true));
      CompletableFuture<Void> playing =
          CompletableFuture.runAsync(
              () -> simulation.runFrom(Instant.now()),
              task -> new Thread(task, "earshot-simulation").start());
      while (!playing.isDone() && !ending.isWantedWithin(DISPLAY)) {
        check(streams);
        display.show(view, simulation.progress(), secondsSince(startNanos));
      }
      boolean cut = !playing.isDone();
      simulation.stop();
      join(playing);

      boolean complete;
      try (Backlog backlog = new Backlog(client, APPLICATION_ID, Topics.PCM_FRAMES)) {
        complete =
            backlog.awaitNone(
                () -> {
                  check(streams);
                  display.show(view, simulation.progress(), secondsSince(startNanos));
                },
                () -> ending.isWantedFor(Ending.WORK_OFF_PATIENCE));
      }
      Played ended = played(simulation, samplesHeard, startNanos, complete, cut);
      soFar = Optional.of(() -> ended);
      display.show(view, simulation.progress(), ended.wallSeconds());
      return ended;
    }
  }

  private static Played played(
      Simulation simulation,
      LongSupplier samplesHeard,
      long startNanos,
      boolean workedOff,
      boolean cut) {
    // nodes that run far ahead of the processor push frames out of the bounded topic unread
    long unheard = Math.max(0, simulation.progress().samplesSent() - samplesHeard.getAsLong());
    return new Played(
        simulation.progress().soundHours() * 3600,
        (double) unheard / Sound.SAMPLE_RATE_HZ,
        secondsSince(startNanos),
        workedOff && unheard == 0,
        cut);
  }

  private static void join(CompletableFuture<Void> playing) {
    try {
      playing.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** What the run has come to so far; empty before it has begun. For any thread. */
  Optional<CityReport> tally() {
    return soFar.map(state -> reportOf(state.get()));
  }

  private CityReport reportOf(Played played) {
    Duration tolerance = Matching.USUAL_TOLERANCE;
    List<AnomalyEvent> anomalies = TopicContents.read(client, Topics.ANOMALIES, AnomalyEvent.class);
    List<GroundTruth> truth = TopicContents.read(client, Topics.GROUND_TRUTH, GroundTruth.class);
    List<Alarm> alarms = Alarm.of(anomalies);
    Matching matching =
        played.cut()
            ? Matching.ofCutShort(truth, alarms, tolerance)
            : Matching.of(truth, alarms, tolerance);
    return CityReport.of(
        new CityReport.Run(
            played.soundSeconds(),
            played.unheardSeconds(),
            played.wallSeconds(),
            played.complete(),
            plan.simulation().nodes(),
            plan.simulation().speed(),
            plan.simulation().seed(),
            plan.model().id(),
            tolerance.toMillis() / 1e3,
            plan.city()),
        matching);
  }

  private void report(Played played) {
    CityReport report = reportOf(played);
    out.print(report.toText());
    out.flush();
    plan.report().ifPresent(file -> ReportFile.write(file, report.toJson() + "\n"));
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static String reasonOf(Throwable e) {
    Throwable reason = e;
    while (!(reason instanceof Failure) && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason.getMessage() == null ? reason.toString() : reason.getMessage();
  }
}
