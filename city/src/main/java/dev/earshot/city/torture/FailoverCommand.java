package dev.earshot.city.torture;

import dev.earshot.city.run.ReportFile;
import dev.earshot.console.EarshotCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot failover}: how long are nodes not heard when their processor dies? */
@Command(
    name = "failover",
    description = {
      "Starts three brokers and two processors, lets nodes play in real time, and kills one"
          + " processor after the other; then restarts both in good order, again and again. Says how"
          + " long it took to the next score of the nodes concerned, and how late the latest scores"
          + " were.",
      "",
      "A measurement: the machine should have nothing else to do."
    },
    footer = {
      "  ./earshot failover",
      "  ./earshot failover --kills 5 --restarts 5 --report report.json"
    })
public final class FailoverCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often a processor is killed (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often both are restarted, one after the other (default: ${DEFAULT-VALUE}).")
  private int restarts;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON, too.")
  private Optional<Path> report = Optional.empty();

  @Parameters(
      paramLabel = "PROCESS-OPTION",
      description = "After --, options of 'process' for both processors.")
  private List<String> processOptions = new ArrayList<>();

  @Override
  public void run() {
    FailoverPlan plan = new FailoverPlan(kills, restarts, nodes, processOptions, report);
    report.ifPresent(ReportFile::check);
    FailoverRun.run(plan, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
