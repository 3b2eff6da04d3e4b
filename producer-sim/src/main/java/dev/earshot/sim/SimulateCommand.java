package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.recordings.UrbanSound8K;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
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

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "" + Topics.DEFAULT_PARTITIONS,
      description = "Of topics that are not there yet (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--no-create-topics",
      description = "Do not create topics that are missing: they are made elsewhere.")
  private boolean noCreateTopics;

  @Mixin private SigningOptions signing;

  @Mixin private KafkaOptions kafka;

  @Override
  public void run() {
    PrintWriter err = spec.commandLine().getErr();
    if (partitions < 1) {
      throw Failure.usage("--partitions must be 1 or more: " + partitions);
    }
    SimulationConfig config = city.config(messageMillis);
    SoundLibrary library = library(err);
    Optional<NodeKeys> keys = signing.keys(config);
    Map<String, String> clientProperties = kafka.clientProperties();
    Cluster.require(clientProperties);
    if (!noCreateTopics) {
      createTopics(clientProperties, err);
    }
    keys.ifPresent(those -> signing.publish(those, config, clientProperties));
    try (Simulation simulation = open(config, library, clientProperties, keys)) {
      err.printf(
          "%d nodes (%s to %s) play to %s at speed %s, seed %d, session %d; Ctrl-C ends it%n",
          config.nodes(),
          config.nodeId(0),
          config.nodeId(config.nodes() - 1),
          clientProperties.get("bootstrap.servers"),
          config.speed(),
          config.seed(),
          config.session());
      CtrlC.stops(simulation::stop, simulation::run);
      Progress done = simulation.progress();
      err.printf(
          "%d messages sent: %.2f hours of sound, %d events%n",
          done.framesSent(), done.soundHours(), done.eventsPlayed());
    }
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

  private void createTopics(Map<String, String> clientProperties, PrintWriter err) {
    try (Admin admin = Admin.create(new HashMap<>(clientProperties))) {
      Set<String> made = Topics.createMissing(admin, Topics.plans(partitions));
      if (!made.isEmpty()) {
        err.println("made topics " + String.join(", ", made));
      }
    } catch (KafkaException e) {
      throw Failure.because(
          "cannot create the topics: " + ClusterCheck.reasonOf(e) + "; create them or allow it", e);
    }
  }

  private static Simulation open(
      SimulationConfig config,
      SoundLibrary library,
      Map<String, String> clientProperties,
      Optional<NodeKeys> keys) {
    try {
      return new Simulation(config, library, clientProperties, keys.map(those -> those::sign));
    } catch (KafkaException e) {
      throw Failure.because("cannot send to Kafka: " + ClusterCheck.reasonOf(e), e);
    }
  }
}
