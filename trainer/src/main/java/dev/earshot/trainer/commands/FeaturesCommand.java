package dev.earshot.trainer.commands;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the features of a recording, as the processor would compute them. */
@Command(
    name = "features",
    description =
        "Prints a WAV file's MFCCs: one row a frame of 40 ms every 20 ms, 13 columns, CSV.",
    footer = {
      "  ./earshot features street.wav",
      "  ./earshot features street.wav --out street.csv"
    })
public final class FeaturesCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.wav", description = "A recording at any rate.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "CSV",
      description = "Where to write (default: standard output).")
  private Path out;

  @Override
  public void run() {
    FrontEndConfig frontEnd = FrontEndConfig.PAPER;
    float[] samples = Inputs.samples(file, frontEnd.sampleRateHz());
    if (frontEnd.columnsIn(samples.length) == 0) {
      throw Failure.because(
          String.format(
              Locale.ROOT,
              "%s has %d samples at %d Hz, less than one frame of %d",
              file,
              samples.length,
              frontEnd.sampleRateHz(),
              frontEnd.frameSamples()));
    }
    String csv = csv(MfccStream.columnsOf(frontEnd, samples));
    if (out == null) {
      PrintWriter standard = spec.commandLine().getOut();
      standard.print(csv);
      standard.flush();
    } else {
      Path absolute = out.toAbsolutePath();
      Outputs.write(
          absolute.getParent(),
          Map.of(absolute.getFileName().toString(), csv.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static String csv(float[][] columns) {
    StringBuilder csv = new StringBuilder();
    for (float[] column : columns) {
      for (int c = 0; c < column.length; c++) {
        csv.append(c == 0 ? "" : ",").append(column[c]);
      }
      csv.append('\n');
    }
    return csv.toString();
  }
}
