package dev.earshot.trainer.report;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Training;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.Thresholds;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.export.ExportCheck;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.pipeline.Experiment;
import java.awt.AWTError;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /**
   * The page.
   *
   * @param warning is told where the plots can't be drawn, for which a bare machine may lack the
   *     fonts; the page then says so in their place
   */
  public static String of(Experiment experiment, Consumer<String> warning) {
    return of(experiment, Plots::of, warning);
  }

  static String of(
      Experiment experiment, Function<Experiment, String> plots, Consumer<String> warning) {
    return String.join(
        "\n",
        head(experiment.file().id()),
        summary(experiment),
        section("On clips it has not seen", figures(experiment)),
        protocol(experiment.test().figures().threshold()),
        drawn(experiment, plots, warning),
        section("Confusion", confusion(experiment.test().figures())),
        section("By class", byClass(experiment.test())),
        section("Quantisation", quantisation(experiment.built().export())),
        section("Training", training(experiment)),
        "</body>",
        "</html>",
        "");
  }

  private static String head(String modelId) {
    return format(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%1$s</title><style>%2$s</style></head>
        <body>
        <h1>%1$s</h1>""",
        escaped(modelId), STYLE);
  }

  private static String section(String title, String content) {
    return "<h2>" + title + "</h2>\n" + content;
  }

  private static String protocol(double threshold) {
    return format(
        """
        <p class="note">Protocol <b>folds</b>: no clip of the test folds took part in making the model.
        The unit is the clip; its score is the mean of its windows' scores. The threshold, %.4f, gives
        the %s on the validation clips.</p>""",
        threshold, Thresholds.BALANCED_RULE);
  }

  private static String drawn(
      Experiment experiment, Function<Experiment, String> plots, Consumer<String> warning) {
    try {
      return plots.apply(experiment);
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      // what the JDK throws where a library or a font is missing; hours of training are worth more
      warning.accept("warning: the report is without plots, which can't be drawn here: " + e);
      return "<p class=\"note\">The plots could not be drawn: " + escaped(e.toString()) + "</p>";
    }
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

  private static String quantisation(ExportCheck check) {
    Agreement rounding = check.rounding();
    return format(
        "<p>On %,d windows of the validation clips, the scores of the int8 file and of the float"
            + " network differ by %.4f on average and %.4f at most; %.1f %% of them by no more than"
            + " one step of 1/256. The file's, run by TensorFlow Lite, are within one step of those"
            + " that PyTorch computes from the same integers on %.2f %% of the windows.</p>",
        rounding.windows(),
        rounding.mean(),
        rounding.largest(),
        100 * rounding.withinOneStep(),
        100 * check.exporting().withinOneStep());
  }

  private static String training(Experiment experiment) {
    return "<p>"
        + String.join(" ", provenance(experiment), folds(experiment), course(experiment))
        + "</p>";
  }

  private static String provenance(Experiment experiment) {
    Training training = experiment.file().metadata().training();
    return format(
        "%s (%s), preset %s, seed %d, code %s.",
        escaped(training.dataset()),
        escaped(training.licence()),
        escaped(training.preset()),
        training.seed(),
        escaped(training.commit()));
  }

  private static String folds(Experiment experiment) {
    FoldPlan plan = experiment.plan();
    Experiment.Data data = experiment.data();
    return format(
        "Training %s (%,d clips), validation %s (%,d), test %s (%,d).",
        FoldPlan.named(plan.training()),
        data.trainingClips(),
        FoldPlan.named(plan.validation()),
        data.validationClips(),
        FoldPlan.named(plan.test()),
        data.testClips());
  }

  private static String course(Experiment experiment) {
    TrainedMlp trained = experiment.built().trained();
    Experiment.Data data = experiment.data();
    return format(
        "%d epochs, the weights of epoch %d; %.0f s in all. %,d rows of the table have no file; %d"
            + " clips could not be read; %d clips shorter than a window were repeated to fill one.",
        trained.history().size(),
        trained.bestEpoch(),
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
