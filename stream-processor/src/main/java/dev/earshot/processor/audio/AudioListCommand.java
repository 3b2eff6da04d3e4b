package dev.earshot.processor.audio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code earshot audio list}: what became of the sound around each alarm. */
@Command(
    name = "list",
    description =
        "What there is, and what was deleted and why: one JSON object a line, the newest first.",
    footer = "  ./earshot audio list --url https://city.example:8443 --user ada")
final class AudioListCommand extends EarshotCommand {
  @Mixin private ArchiveOptions archive;

  @Override
  public void run() {
    JsonNode answer = archive.list();
    if (!answer.path("keeping").asBoolean()) {
      throw Failure.because(
          "that processor keeps no sound; start it with --keep-audio and --audio-key");
    }
    answer.path("items").forEach(System.out::println);
    String trouble = answer.path("trouble").asText("");
    if (!answer.path("trouble").isNull() && !trouble.isEmpty()) {
      System.err.println("earshot: nothing is being kept now: " + trouble);
    }
  }
}
