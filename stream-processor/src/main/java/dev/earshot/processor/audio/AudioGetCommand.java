package dev.earshot.processor.audio;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.processor.audio.AudioEnvelope.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earshot audio get}: fetches a recording, decrypts it here, and writes a WAV file. */
@Command(
    name = "get",
    description = "Fetches the sound around an alarm, decrypts it on this machine, writes a WAV.",
    footer =
        "  ./earshot audio get node-07:1772366400000000:320000 --key private.pem --out alarm.wav")
final class AudioGetCommand extends EarshotCommand {
  @Parameters(paramLabel = "ANOMALY", description = "The anomaly's id; 'audio list' has them.")
  private String anomalyId;

  @Option(
      names = "--key",
      paramLabel = "PRIVATE.pem",
      required = true,
      description = "The private key; it is used on this machine and sent nowhere.")
  private Path key;

  @Option(
      names = "--out",
      paramLabel = "FILE.wav",
      required = true,
      description = "The file to write; one that is there is overwritten.")
  private Path out;

  @Mixin private ArchiveOptions archive;

  @Override
  public void run() {
    PrivateKey secret = AudioKeys.readPrivate("--key", key);
    Opened opened;
    try {
      opened = AudioEnvelope.open(archive.recording(anomalyId), secret);
    } catch (UnopenedException e) {
      throw Failure.because(e.getMessage(), e);
    }
    if (!opened.header().anomalyId().equals(anomalyId)) {
      throw Failure.because("the processor gave the sound of another anomaly; look at --url");
    }
    try {
      Files.write(out, WavBytes.of(opened));
    } catch (IOException e) {
      throw Failure.because("cannot write --out " + out + " (" + e + ")", e);
    }
    AudioHeader header = opened.header();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f s from %s on, alarm from %s to %s%s%s%n",
        out,
        header.seconds(),
        header.soundFrom(),
        header.alarmFrom(),
        header.alarmTo(),
        header.gaps().isEmpty()
            ? ""
            : String.format(Locale.ROOT, ", %.1f s missing", header.missingSeconds()),
        header.cut() ? ", cut" : "");
  }
}
