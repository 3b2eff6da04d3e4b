package dev.earshot.trainer.report;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Training;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.Thresholds;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.QuantisationLoss;
import java.util.Locale;
import java.util.stream.Collectors;

/** One page about one training, with its plots inside: it can be sent around as it is. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2em auto;
             padding: 0 1em; color: #222; background: #fff }
      h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em }
      table { border-collapse: collapse } td, th { padding: .25em .8em; text-align: right;
              border-bottom: 1px solid #ddd } td:first-child, th:first-child { text-align: left }
      figure { display: inline-block; margin: 0 .5em 1em 0 } img { width: 520px; max-width: 100% }
      .note { color: #555 }
      """;

  private HtmlReport() {}

  /** The page. */
  public static String of(Experiment experiment) {
    Evaluation test = experiment.test();
    TrainedMlp trained = experiment.built().trained();
    double threshold = test.figures().threshold();
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><title>%1$s</title><style>%2$s</style></head>
    <body>
    <h1>%1$s</h1>
    %3$s
    <h2>On clips it has not seen</h2>
    %4$s
    <p class="note">Protocol <b>folds</b>: no clip of the test folds took part in making the model.
    The unit is the clip; its score is the mean of its windows' scores. The threshold, %5$.4f, gives
    the %6$s on the validation clips.</p>
    <figure><img alt="ROC curve" src="%7$s"></figure>
    <figure><img alt="Precision-recall curve" src="%8$s"></figure>
    <figure><img alt="Histogram of scores by class" src="%9$s"></figure>
    <figure><img alt="Loss by epoch" src="%10$s"></figure>
    <h2>Confusion</h2>
    %11$s
    <h2>By class</h2>
    %12$s
    <h2>Quantisation</h2>
    %13$s
    <h2>Training</h2>
    %14$s
    </body>
    </html>
    """
        .formatted(
            escaped(experiment.file().id()),
            STYLE,
            summary(experiment),
            figures(experiment),
            threshold,
            Thresholds.BALANCED_RULE,
            Plots.roc(test.clips(), threshold),
            Plots.precisionRecall(test.clips(), threshold),
            Plots.histogram(test.clips()),
            Plots.losses(trained.history()),
            confusion(test.figures()),
            byClass(test),
            quantisation(experiment.built().loss()),
            training(experiment));
  }

  private static String summary(Experiment experiment) {
    ModelFile file = experiment.file();
    return format(
        "<p>%,d bytes, %,d parameters (%,d while training), operators %s, about %,d bytes of arena"
            + " in TensorFlow Lite Micro.</p>",
        file.fileBytes(),
        file.parameters(),
        experiment.built().trained().trainedParameters(),
        escaped(String.join(", ", file.operators())),
        file.arenaBytes());
  }

  private static String figures(Experiment experiment) {
    return "<table><tr><th></th><th>n</th><th>accuracy</th><th>precision</th><th>recall</th>"
        + "<th>F1</th><th>ROC AUC</th><th>average precision</th></tr>"
        + row("int8, test clips", experiment.test().figures())
        + row("float, test clips", experiment.testInFloat().figures())
        + row("int8, test windows", experiment.test().windowFigures())
        + row("int8, validation clips", experiment.built().validation().figures())
        + "</table>";
  }

  private static String row(String name, BinaryMetrics figures) {
    return format(
        "<tr><td>%s</td><td>%,d</td><td>%.3f</td><td>%.3f</td><td>%.3f</td><td>%.3f</td>"
            + "<td>%.3f</td><td>%.3f</td></tr>",
        name,
        figures.n(),
        figures.accuracy(),
        figures.precision(),
        figures.recall(),
        figures.f1(),
        figures.rocAuc(),
        figures.averagePrecision());
  }

  private static String confusion(BinaryMetrics figures) {
    return format(
        "<table><tr><th>test clips</th><th>called normal</th><th>called anomalous</th></tr>"
            + "<tr><td>normal</td><td>%d</td><td>%d</td></tr>"
            + "<tr><td>anomalous</td><td>%d</td><td>%d</td></tr></table>",
        figures.trueNegatives(),
        figures.falsePositives(),
        figures.falseNegatives(),
        figures.truePositives());
  }

  private static String byClass(Evaluation evaluation) {
    return "<table><tr><th>class</th><th>is</th><th>test clips</th><th>decided rightly</th></tr>"
        + evaluation.byClass().entrySet().stream()
            .map(
                entry ->
                    format(
                        "<tr><td>%s</td><td>%s</td><td>%d</td><td>%.3f</td></tr>",
                        escaped(entry.getKey()),
                        entry.getValue().anomalous() ? "anomalous" : "normal",
                        entry.getValue().n(),
                        entry.getValue().recall()))
            .collect(Collectors.joining())
        + "</table>";
  }

  private static String quantisation(QuantisationLoss loss) {
    return format(
        "<p>On %,d windows of the validation clips, the scores of the int8 file and of the float"
            + " network differ by %.4f on average and %.4f at most; %.1f %% of them by no more than"
            + " one step of 1/256.</p>",
        loss.windows(), loss.mean(), loss.largest(), 100 * loss.withinOneStep());
  }

  private static String training(Experiment experiment) {
    Training training = experiment.file().metadata().training();
    Experiment.Data data = experiment.data();
    return format(
        "<p>%s (%s), preset %s, seed %d, code %s. Training %s (%,d clips), validation %s (%,d),"
            + " test %s (%,d). %d epochs, the weights of epoch %d; %.0f s in all. %,d rows of the"
            + " table have no file; %d clips could not be read; %d clips shorter than a window were"
            + " repeated to fill one.</p>",
        escaped(training.dataset()),
        escaped(training.licence()),
        escaped(training.preset()),
        training.seed(),
        escaped(training.commit()),
        FoldPlan.named(experiment.plan().training()),
        data.trainingClips(),
        FoldPlan.named(experiment.plan().validation()),
        data.validationClips(),
        FoldPlan.named(experiment.plan().test()),
        data.testClips(),
        experiment.built().trained().history().size(),
        experiment.built().trained().bestEpoch(),
        experiment.seconds(),
        data.missing(),
        data.unreadable().size(),
        data.repeated());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
