package dev.earshot.trainer.report;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.Layer;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Quality;
import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.Training;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What a model file says of itself, as tables for a terminal. */
public final class ModelText {
  private static final String LAYER = "%-16s %7s %8s %8s %5s %-10s %-24s %-20s %7s %7s";
  private static final String METRICS = "%-18s %-16s %-7s %5s %9s %9s %10s %7s %6s %8s";

  private final StringBuilder text = new StringBuilder();

  private ModelText() {}

  /** The tables, ending with a line feed. */
  public static String of(ModelFile file) {
    ModelText model = new ModelText();
    model.sizes(file);
    model.layers(file);
    model.use(file.metadata());
    model.provenance(file.metadata().training());
    model.metrics(file.metadata().quality());
    return model.text.toString();
  }

  private void sizes(ModelFile file) {
    long macs = file.layers().stream().mapToLong(Layer::macs).sum();
    line("model      %s", file.id());
    line("file       %,d bytes, %,d compressed", file.fileBytes(), file.compressedBytes());
    line("network    %,d parameters, %,d multiply-accumulates a window", file.parameters(), macs);
    line("arena      %,d bytes in TensorFlow Lite Micro (estimated)", file.arenaBytes());
    line("");
  }

  private void layers(ModelFile file) {
    line(
        LAYER,
        "layer",
        "inputs",
        "outputs",
        "weights",
        "bias",
        "activation",
        "scale of weights",
        "outputs' scale, zero",
        "bytes",
        "macs");
    line(
        LAYER,
        "input",
        "",
        file.layers().get(0).inputs(),
        "",
        "",
        "",
        "",
        said(file.input()),
        "",
        "");
    for (Layer layer : file.layers()) {
      line(
          LAYER,
          layer.operator(),
          layer.inputs(),
          layer.outputs(),
          layer.weights(),
          layer.biases(),
          layer.activation(),
          weightScales(layer),
          said(layer.output()),
          layer.bytes(),
          layer.macs());
    }
    line("");
  }

  private static String weightScales(Layer layer) {
    if (layer.weightScales().isEmpty()) {
      return "";
    }
    return layer.perChannel()
        ? format(
            "%d: %.3g to %.3g",
            layer.weightScales().size(), layer.leastWeightScale(), layer.greatestWeightScale())
        : format("%.4g", layer.leastWeightScale());
  }

  private static String said(Quantisation quantisation) {
    return format("%.4g, %d", quantisation.scale(), quantisation.zeroPoint());
  }

  private void use(ModelMetadata metadata) {
    FrontEndConfig frontEnd = metadata.frontEnd();
    line(
        "front-end  %d Hz, %d-sample frames every %d, %d coefficients of %d bands; %d columns a"
            + " window, one every %d",
        frontEnd.sampleRateHz(),
        frontEnd.frameSamples(),
        frontEnd.hopSamples(),
        frontEnd.coefficients(),
        frontEnd.melBands(),
        metadata.windowColumns(),
        metadata.strideColumns());
    line("anomalous  %s", labels(metadata, true));
    line("normal     %s", labels(metadata, false));
    line(
        "thresholds %.4f for a clip; in a stream opens at %.4f, closes below %.4f, opens at once at"
            + " %.4f",
        metadata.threshold(),
        metadata.decision().openThreshold(),
        metadata.decision().closeThreshold(),
        metadata.decision().immediateThreshold());
    line("");
  }

  private static String labels(ModelMetadata metadata, boolean anomalous) {
    return metadata.labels().stream()
        .filter(label -> label.anomalous() == anomalous)
        .map(SoundLabel::name)
        .collect(Collectors.joining(", "));
  }

  private void provenance(Training training) {
    line("data       %s, %s", training.dataset(), training.licence());
    line(
        "code       commit %s, preset %s, seed %d",
        training.commit(), training.preset(), training.seed());
    clips("training", training.trainFolds(), training.clipsByFold().training());
    clips("validation", training.validationFolds(), training.clipsByFold().validation());
    clips("test", training.testFolds(), training.clipsByFold().test());
    line("");
  }

  private void clips(String use, List<Integer> folds, SortedMap<Integer, Integer> clips) {
    String counted =
        clips.entrySet().stream()
            .map(fold -> fold.getValue() + " of fold " + fold.getKey())
            .collect(Collectors.joining(", "));
    int all = clips.values().stream().mapToInt(Integer::intValue).sum();
    line(
        "%-10s %s",
        use,
        clips.isEmpty()
            ? "folds " + folds + ", clips of each not told"
            : format("%,d clips: %s", all, counted));
  }

  private void metrics(List<Quality> measured) {
    line(
        METRICS,
        "protocol",
        "measured on",
        "unit",
        "n",
        "threshold",
        "accuracy",
        "precision",
        "recall",
        "f1",
        "roc_auc");
    for (Quality quality : measured) {
      line(
          METRICS,
          quality.protocol(),
          quality.on(),
          quality.unit(),
          quality.n(),
          figure(quality.threshold()),
          figure(quality.accuracy()),
          figure(quality.precision()),
          figure(quality.recall()),
          figure(quality.f1()),
          figure(quality.rocAuc()));
    }
  }

  private static String figure(double value) {
    return format("%.3f", value);
  }

  private void line(String format, Object... values) {
    text.append(format(format, values).stripTrailing()).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
