package dev.earshot.city.torture;

import dev.earshot.city.run.ReportFile;
import dev.earshot.console.EarshotCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot torture}: is nothing lost and nothing told twice, whatever breaks? */
@Command(
    name = "torture",
    description = {
      "Starts three brokers and two processors, lets nodes play that misbehave, and breaks one"
          + " thing after the other: processes killed and stopped, disks filled, a rolling"
          + " upgrade. Then compares all that came out, bit for bit, with what a plain program"
          + " makes of the same frames.",
      "The seed fixes the frames and the order of the faults. Exits with 0 if nothing was lost,"
          + " came twice or is different, else with 1.",
      "",
      "Takes some 2.5 GB of memory, and 4 GB of the disk for an hour."
    },
    footer = {
      "  ./earshot torture --minutes 10",
      "  ./earshot torture --minutes 60 --seed 7 --report report.json"
    })
public final class TortureCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "2",
      description = "How long the nodes play (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of the frames and of the faults (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Frames a second, all nodes together (default: ${DEFAULT-VALUE}).")
  private double framesPerSecond;

  @Option(
      names = "--next-model",
      paramLabel = "FILE",
      description =
          "The model that takes over when half of it is played (default: the paper's network of"
              + " this checkout).")
  private Optional<Path> nextModel = Optional.empty();

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON, too.")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--keep", description = "Keep data and logs even if all is well.")
  private boolean keep;

  @Option(
      names = "--drop-frame",
      paramLabel = "OFFSET",
      description = "Let the oracle miss one frame of the first partition, to see the same.")
  private Optional<Long> droppedFrame = Optional.empty();

  @Parameters(
      paramLabel = "PROCESS-OPTION",
      description = {
        "After --, options of 'process' for both processors.",
        "With '-- --guarantee at-least-once' what comes twice is found out."
      })
  private List<String> processOptions = new ArrayList<>();

  @Override
  public void run() {
    TorturePlan plan =
        new TorturePlan(
            minutes,
            seed,
            nodes,
            framesPerSecond,
            nextModel,
            processOptions,
            droppedFrame.map(OptionalLong::of).orElse(OptionalLong.empty()),
            report,
            keep);
    report.ifPresent(ReportFile::check);
    TortureRun.run(plan, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
