package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.DatasetException;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundLibrary;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    })
public final class SimulateCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "UrbanSound8K's folder; without it, the city is synthetic.")
  private Path dataset;

  @Option(
      names = "--folds",
      paramLabel = "N",
      split = ",",
      description = "Folds of the data set to play from, as 9,10 (default: all that are there).")
  private Set<Integer> folds = new TreeSet<>();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "" + SimulationConfig.DEFAULT_NODES,
      description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "How much faster than life (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "How much sound each node plays (default: until Ctrl-C).")
  private Double durationSeconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds give equal cities, sample by sample (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--snr",
      paramLabel = "DB",
      defaultValue = "" + SimulationConfig.DEFAULT_SNR_DB,
      description =
          "How far events stand above the background, dB of mean power (default:"
              + " ${DEFAULT-VALUE}).")
  private double snrDb;

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

  @Mixin private KafkaOptions kafka;

  @Override
  public void run() {
    PrintWriter err = spec.commandLine().getErr();
    SimulationConfig config = config();
    SoundLibrary library = library(err);
    Map<String, String> clientProperties = kafka.clientProperties();
    Cluster.require(clientProperties);
    createTopics(clientProperties, err);
    try (Simulation simulation = open(config, library, clientProperties)) {
      err.printf(
          "%d nodes (%s to %s) play to %s at speed %s, seed %d, session %d; Ctrl-C ends it%n",
          nodes,
          config.nodeId(0),
          config.nodeId(nodes - 1),
          clientProperties.get("bootstrap.servers"),
          speed,
          seed,
          config.session());
      CtrlC.stops(simulation::stop, simulation::run);
      Progress done = simulation.progress();
      err.printf(
          "%d messages sent: %.2f hours of sound, %d events%n",
          done.framesSent(), done.soundHours(), done.eventsPlayed());
    }
  }

  private SimulationConfig config() {
    if (partitions < 1) {
      throw Failure.usage("--partitions must be 1 or more: " + partitions);
    }
    if (durationSeconds != null && !(durationSeconds > 0 && durationSeconds < 1e9)) {
      throw Failure.usage("--duration must be above 0 s: " + durationSeconds);
    }
    Optional<Duration> duration =
        Optional.ofNullable(durationSeconds).map(s -> Duration.ofMillis(Math.round(s * 1e3)));
    try {
      return new SimulationConfig(
          nodes,
          speed,
          duration,
          seed,
          messageMillis,
          snrDb,
          SimulationConfig.DEFAULT_GAP_SECONDS_MIN,
          SimulationConfig.DEFAULT_GAP_SECONDS_MAX,
          SimulationConfig.startFor(Instant.now(), duration, speed));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private SoundLibrary library(PrintWriter err) {
    if (dataset == null) {
      if (!folds.isEmpty()) {
        throw Failure.usage("--folds " + folds + " needs --dataset");
      }
      return new SyntheticSounds();
    }
    try {
      UrbanSound8K urbanSound = UrbanSound8K.open(dataset);
      SortedSet<Integer> played = folds.isEmpty() ? urbanSound.folds() : new TreeSet<>(folds);
      SoundLibrary library = UrbanSoundLibrary.of(urbanSound, played);
      err.printf(
          "%s: %d clips in folds %s%s%n",
          urbanSound.folder(),
          urbanSound.clips(played).size(),
          played,
          urbanSound.missing() == 0
              ? ""
              : ", " + urbanSound.missing() + " of its table are missing");
      return library;
    } catch (DatasetException e) {
      throw Failure.because(e.getMessage(), e);
    }
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
      SimulationConfig config, SoundLibrary library, Map<String, String> clientProperties) {
    try {
      return new Simulation(config, library, clientProperties);
    } catch (KafkaException e) {
      throw Failure.because("cannot send to Kafka: " + ClusterCheck.reasonOf(e), e);
    }
  }
}
