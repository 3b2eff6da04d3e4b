package dev.earshot.trainer.commands;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.console.EarshotCommand;
import dev.earshot.trainer.report.Json;
import dev.earshot.trainer.report.ModelJson;
import dev.earshot.trainer.report.ModelText;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model file says of itself. */
@Command(
    name = "model",
    description = {
      "Prints what a model file says of itself, as JSON or, with --text, as tables for people:",
      "every layer with its quantisation and size, the arena on a microcontroller, where the model"
          + " comes from, and its figures with their protocol."
    },
    footer = {"  ./earshot model --text", "  ./earshot model out/model.tflite | jq .metrics"})
public final class ModelCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "M",
      arity = "0..1",
      description = "A model file (default: the one that Earshot comes with).")
  private Path model;

  @Option(names = "--text", description = "Print tables instead of JSON.")
  private boolean text;

  @Override
  public void run() {
    ModelFile file = Inputs.model(Optional.ofNullable(model));
    spec.commandLine().getOut().print(text ? ModelText.of(file) : Json.text(ModelJson.of(file)));
    spec.commandLine().getOut().flush();
  }
}
