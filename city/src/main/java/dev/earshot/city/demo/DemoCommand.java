package dev.earshot.city.demo;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.city.report.CityReport;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.processor.ModelSource;
import dev.earshot.recordings.DatasetException;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundLibrary;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.SimulationConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot demo}: a whole city in one process. */
@Command(
    name = "demo",
    description = {
      "Plays a city in one process: a Kafka broker, the stream processor, simulated nodes and a"
          + " page, and ends with a report of what was found of what was played.",
      "Without --dataset the city's sounds are generated.",
      "",
      "Stop it with Ctrl-C, or give --duration."
    })
final class DemoCommand extends EarshotCommand {
  private static final String PAGE_HOST = "127.0.0.1";

  @Spec private CommandSpec spec;

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "UrbanSound8K's folder; without it the city is synthetic.")
  private Optional<Path> dataset = Optional.empty();

  @Option(
      names = "--folds",
      paramLabel = "N",
      split = ",",
      description =
          "Folds of the data set to play from, as 9,10 (default: those that the model was not"
              + " trained on).")
  private SortedSet<Integer> folds = new TreeSet<>();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "" + SimulationConfig.DEFAULT_NODES,
      description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "How much sound each node plays (default: until Ctrl-C).")
  private Optional<Double> durationSeconds = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "How much faster than life (default: ${DEFAULT-VALUE}).")
  private double speed;

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
      names = "--model",
      paramLabel = "FILE",
      description = "A .tflite of Earshot's (default: the model that ships with it).")
  private Optional<Path> modelFile = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the page on " + PAGE_HOST + " (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report as JSON, too (docs/demo-report.md says what is in it).")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--headless", description = "Print nothing but the report.")
  private boolean headless;

  @Override
  public void run() {
    if (port < 1 || port > 65_535) {
      throw Failure.usage("--port must be 1 to 65535: " + port);
    }
    SimulationConfig simulation = simulation();
    ModelFile model = ModelSource.read(modelFile);
    Optional<UrbanSound8K> recordings = dataset.map(DemoCommand::open);
    PlayedFolds played = playedFolds(recordings, model);
    report.ifPresent(DemoCommand::checkWritable);
    checkPortIsFree();

    boolean verbose = spec.commandLine().getParseResult().hasMatchedOption("--verbose");
    new DemoRun(
            new DemoPlan(
                simulation,
                library(recordings, played),
                city(recordings, played),
                model,
                modelFile,
                port,
                report,
                headless,
                verbose),
            spec.commandLine().getOut())
        .run();
  }

  private SimulationConfig simulation() {
    durationSeconds.ifPresent(
        seconds -> {
          if (!(seconds > 0 && seconds < 1e9)) {
            throw Failure.usage("--duration must be above 0 s: " + seconds);
          }
        });
    Optional<Duration> duration =
        durationSeconds.map(seconds -> Duration.ofMillis(Math.round(seconds * 1e3)));
    try {
      return new SimulationConfig(
          nodes,
          speed,
          duration,
          seed,
          SimulationConfig.DEFAULT_MESSAGE_MILLIS,
          snrDb,
          SimulationConfig.DEFAULT_GAP_SECONDS_MIN,
          SimulationConfig.DEFAULT_GAP_SECONDS_MAX,
          SimulationConfig.startFor(Instant.now(), duration, speed));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private PlayedFolds playedFolds(Optional<UrbanSound8K> recordings, ModelFile model) {
    if (recordings.isEmpty()) {
      if (!folds.isEmpty()) {
        throw Failure.usage("--folds " + folds + " needs --dataset");
      }
      return new PlayedFolds(new TreeSet<>(), new TreeSet<>());
    }
    PlayedFolds played =
        folds.isEmpty()
            ? PlayedFolds.unseen(recordings.get().folds(), model.metadata().training())
            : PlayedFolds.of(folds, model.metadata().training());
    if (!played.seenInTraining().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "earshot: the model was trained on folds %s of those played %s: the report flatters%n",
          played.seenInTraining(), played.played());
      err.flush();
    }
    return played;
  }

  private static UrbanSound8K open(Path folder) {
    try {
      return UrbanSound8K.open(folder);
    } catch (DatasetException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }

  private static SoundLibrary library(Optional<UrbanSound8K> recordings, PlayedFolds played) {
    if (recordings.isEmpty()) {
      return new SyntheticSounds();
    }
    try {
      return UrbanSoundLibrary.of(recordings.get(), played.played());
    } catch (DatasetException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }

  private CityReport.City city(Optional<UrbanSound8K> recordings, PlayedFolds played) {
    return new CityReport.City(
        recordings.isPresent() ? played.protocol() : "synthetic",
        recordings.map(set -> set.folder().toString()),
        List.copyOf(played.played()),
        List.copyOf(played.seenInTraining()),
        OptionalDouble.of(snrDb));
  }

  private static void checkWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
      throw Failure.because("cannot write to " + file + "; give another --report");
    }
  }

  // Quarkus finds out only after the broker has been started, and says so at length
  private void checkPortIsFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(PAGE_HOST), port));
    } catch (IOException e) {
      throw Failure.because(
          "port " + port + " is in use; stop what uses it, or give another --port", e);
    }
  }
}
