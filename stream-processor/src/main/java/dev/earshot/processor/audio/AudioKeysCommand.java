package dev.earshot.processor.audio;

import dev.earshot.console.EarshotCommand;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earshot audio keys}: a new pair of keys. */
@Command(
    name = "keys",
    description = {
      "Makes a pair of keys: public.pem for 'process --audio-key', private.pem for whoever may hear",
      "what is kept. Where that one is lost, what was encrypted to it can never be heard again."
    },
    footer = "  ./earshot audio keys --out keys")
final class AudioKeysCommand extends EarshotCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write them to; it is made where it is not there.")
  private Path folder;

  @Override
  public void run() {
    AudioKeys.write(AudioKeys.make(), folder);
    System.out.printf(
        "%s for process --audio-key%n%s to listen; keep it where the processor is not%n",
        folder.resolve("public.pem"), folder.resolve("private.pem"));
  }
}
