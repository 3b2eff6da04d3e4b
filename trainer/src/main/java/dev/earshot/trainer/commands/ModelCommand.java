package dev.earshot.trainer.commands;

import dev.earshot.console.EarshotCommand;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.report.ModelJson;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model file says of itself. */
@Command(name = "model", description = "Prints what a model file says of itself, as JSON.")
public final class ModelCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "M",
      arity = "0..1",
      description = "A model file (default: the one that Earshot comes with).")
  private Path model;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .print(Json.text(ModelJson.of(Inputs.model(Optional.ofNullable(model)))));
    spec.commandLine().getOut().flush();
  }
}
