package dev.earshot.trainer.commands;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.trainer.features.Columns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the score of every window of recordings. */
@Command(
    name = "score",
    description = {
      "Scores WAV files, window by window: CSV with the header file,window_start_s,score.",
      "A file shorter than a window is repeated to fill one."
    },
    footer = {
      "  ./earshot score street.wav",
      "  ./earshot score --model out/model.tflite *.wav > scores.csv"
    })
public final class ScoreCommand extends EarshotCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "A model file (default: the one that Earshot comes with).")
  private Path model;

  @Parameters(paramLabel = "FILE.wav", arity = "1..*", description = "Recordings at any rate.")
  private List<Path> files;

  @Override
  public void run() {
    ModelFile file = Inputs.model(Optional.ofNullable(model));
    ModelMetadata metadata = file.metadata();
    MfccStream stream = new MfccStream(metadata.frontEnd());
    PrintWriter out = spec.commandLine().getOut();
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    try (Scorer scorer = new TfliteScorer(file)) {
      csv.writeRecord("file", "window_start_s", "score");
      for (Path path : files) {
        score(path, metadata, stream, scorer, csv);
      }
    } finally {
      flush(csv);
    }
  }

  private void score(
      Path path, ModelMetadata metadata, MfccStream stream, Scorer scorer, CsvWriter csv) {
    FrontEndConfig frontEnd = metadata.frontEnd();
    float[] samples = Inputs.samples(path, frontEnd.sampleRateHz());
    if (samples.length == 0) {
      throw Failure.because(path + " holds no samples");
    }
    Columns columns = Columns.of(stream, samples, metadata.windowColumns());
    if (columns.repeated()) {
      spec.commandLine()
          .getErr()
          .println(path + " is shorter than a window and was repeated to fill one");
    }
    int windows = columns.windows(metadata.windowColumns(), metadata.strideColumns());
    for (int i = 0; i < windows; i++) {
      int first = i * metadata.strideColumns();
      double startSeconds = (double) first * frontEnd.hopSamples() / frontEnd.sampleRateHz();
      float score = scorer.score(columns.window(first, metadata.windowColumns()));
      csv.writeRecord(
          path.toString(), String.format(Locale.ROOT, "%.3f", startSeconds), Float.toString(score));
    }
  }

  private static void flush(CsvWriter csv) {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
