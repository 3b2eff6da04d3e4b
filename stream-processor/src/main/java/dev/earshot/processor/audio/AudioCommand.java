package dev.earshot.processor.audio;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import picocli.CommandLine.Command;

/** {@code earshot audio}: keys of kept sound, and the sound itself for whoever has the key. */
@Command(
    name = "audio",
    description = {
      "Sound that 'process --keep-audio' keeps around alarms: makes the keys for it, lists what",
      "there is, and fetches and decrypts a recording. The private key never leaves this machine."
    },
    subcommands = {AudioKeysCommand.class, AudioListCommand.class, AudioGetCommand.class},
    footer = {
      "  ./earshot audio keys --out keys",
      "  ./earshot audio list --url http://127.0.0.1:8080",
      "  ./earshot audio get node-07:1772366400000000:320000 --key keys/private.pem --out alarm.wav"
    })
public final class AudioCommand extends EarshotCommand {
  @Override
  public void run() {
    throw Failure.usage("say what: audio keys, audio list or audio get");
  }
}
