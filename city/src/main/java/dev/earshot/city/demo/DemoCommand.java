package dev.earshot.city.demo;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.city.report.CityReport;
import dev.earshot.city.run.ReportFile;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.processor.ModelSource;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.sim.CityOptions;
import dev.earshot.sim.SimulationConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    },
    footer = {
      "  ./earshot demo",
      "  ./earshot demo --nodes 24 --speed 4 --duration 300 --report report.json",
      "  ./earshot demo --dataset UrbanSound8K --folds 1 --port 8081"
    })
public final class DemoCommand extends EarshotCommand {
  private static final String PAGE_HOST = "127.0.0.1";

  @Spec private CommandSpec spec;

  @Mixin private CityOptions options;

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
    SimulationConfig simulation = options.config(SimulationConfig.DEFAULT_MESSAGE_MILLIS);
    ModelFile model = ModelSource.read(modelFile);
    Optional<UrbanSound8K> recordings = options.recordings();
    PlayedFolds played = playedFolds(recordings, model);
    report.ifPresent(ReportFile::check);
    checkPortIsFree();

    boolean verbose = spec.commandLine().getParseResult().hasMatchedOption("--verbose");
    DemoRun.run(
        new DemoPlan(
            simulation,
            CityOptions.library(recordings, played.played()),
            city(recordings, played, simulation.snrDb()),
            model,
            modelFile,
            port,
            report,
            headless,
            verbose),
        spec.commandLine().getOut());
  }

  private PlayedFolds playedFolds(Optional<UrbanSound8K> recordings, ModelFile model) {
    if (recordings.isEmpty()) {
      return new PlayedFolds(new TreeSet<>(), new TreeSet<>());
    }
    PlayedFolds played =
        options.folds().isEmpty()
            ? PlayedFolds.unseen(recordings.get().folds(), model.metadata().training())
            : PlayedFolds.of(options.folds(), model.metadata().training());
    if (!played.seenInTraining().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "earshot: the model has seen folds %s of those played %s: the report flatters%n",
          played.seenInTraining(), played.played());
      err.flush();
    }
    return played;
  }

  private static CityReport.City city(
      Optional<UrbanSound8K> recordings, PlayedFolds played, double snrDb) {
    return new CityReport.City(
        recordings.isPresent() ? played.protocol() : "synthetic",
        recordings.map(set -> set.folder().toString()),
        List.copyOf(played.played()),
        List.copyOf(played.seenInTraining()),
        OptionalDouble.of(snrDb));
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
