package dev.earshot.city.doctor;

import dev.earshot.city.doctor.Finding.Grade;
import dev.earshot.console.Colours;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot doctor}: whether all is there that Earshot needs, and what to do if not. */
@Command(
    name = "doctor",
    description =
        "Looks at this machine, a model, a data set and a cluster: one line a check, ok, "
            + "skipped, warning or fault, with what to do. Changes nothing. Exits with 1 if there "
            + "is a fault.",
    footer = {
      "  ./earshot doctor",
      "  ./earshot doctor --bootstrap-servers kafka:9092 --dataset UrbanSound8K",
      "  ./earshot doctor --json | jq '.checks[] | select(.grade == \"fault\")'"
    })
public final class DoctorCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Mixin private Examination examination;

  @Option(names = "--json", description = "Print JSON instead of lines.")
  private boolean json;

  @Override
  public void run() {
    Findings findings = examination.look(System.getenv());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(findings.json());
    } else {
      findings.lines(Colours.ofStandardOutput()).forEach(out::println);
    }
    out.flush();
    long faults = findings.count(Grade.FAULT);
    if (faults > 0) {
      throw Failure.because(faults + " fault(s); what to do stands beside each");
    }
  }
}
