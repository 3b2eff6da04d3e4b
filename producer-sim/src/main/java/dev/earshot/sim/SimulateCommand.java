package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.Ticker;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.recordings.UrbanSound8K;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot simulate}: recordings, or a synthetic city, as live nodes of a cluster. */
@Command(
    name = "simulate",
    description = {
      "Plays recordings, or a synthetic city, as live nodes to a Kafka cluster.",
      "What really was played goes to topic " + Topics.GROUND_TRUTH + "."
    },
    footer = {
      "  ./earshot simulate --nodes 100 --bootstrap-servers kafka:9092",
      "  ./earshot simulate --dataset UrbanSound8K --folds 9,10 --duration 600",
      "  ./earshot simulate --signing-keys keys --publish-keys"
    })
public final class SimulateCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Mixin private CityOptions city;

  @Option(
      names = "--message-ms",
      paramLabel = "MS",
      defaultValue = "" + SimulationConfig.DEFAULT_MESSAGE_MILLIS,
      description = "Sound in one message, milliseconds (default: ${DEFAULT-VALUE}).")
  private int messageMillis;

  @Mixin private OutletOptions outlets;

  @Override
  public void run() {
    PrintWriter err = spec.commandLine().getErr();
    outlets.check();
    SimulationConfig config = city.config(messageMillis);
    SoundLibrary library = library(err);
    OutletOptions.Outlet outlet = outlets.open(nodeIds(config), config.session(), err);
    try (Simulation simulation = open(config, library, outlet)) {
      err.printf(
          "%d nodes (%s to %s) play to %s at speed %s, seed %d, session %d; Ctrl-C ends it%n",
          config.nodes(),
          config.nodeId(0),
          config.nodeId(config.nodes() - 1),
          outlet.address(),
          config.speed(),
          config.seed(),
          config.session());
      Ticker.during(
          () -> far(simulation.progress(), config),
          () -> CtrlC.stops(simulation::stop, simulation::run));
      Progress done = simulation.progress();
      err.printf(
          "%d messages sent: %.2f hours of sound, %d events%n",
          done.framesSent(), done.soundHours(), done.eventsPlayed());
    }
  }

  private static List<String> nodeIds(SimulationConfig config) {
    return IntStream.range(0, config.nodes()).mapToObj(config::nodeId).toList();
  }

  private static String far(Progress progress, SimulationConfig config) {
    double played = progress.soundHours() * 3_600 / config.nodes();
    return config
        .duration()
        .map(all -> Ticker.share("playing", played, all.toMillis() / 1e3, config.speed()))
        .orElseGet(() -> "playing  " + Ticker.clock(played));
  }

  private SoundLibrary library(PrintWriter err) {
    Optional<UrbanSound8K> recordings = city.recordings();
    SortedSet<Integer> played =
        city.folds().isEmpty()
            ? recordings.map(UrbanSound8K::folds).orElseGet(TreeSet::new)
            : city.folds();
    recordings.ifPresent(
        dataset ->
            err.printf(
                "%s: %d clips in folds %s%s%n",
                dataset.folder(),
                dataset.clips(played).size(),
                played,
                dataset.missing() == 0
                    ? ""
                    : ", " + dataset.missing() + " of its table are missing"));
    return CityOptions.library(recordings, played);
  }

  private static Simulation open(
      SimulationConfig config, SoundLibrary library, OutletOptions.Outlet outlet) {
    try {
      return new Simulation(config, library, outlet.clientProperties(), outlet.signer());
    } catch (KafkaException e) {
      throw Failure.because("cannot send to Kafka: " + ClusterCheck.reasonOf(e), e);
    }
  }
}
