package dev.earshot.trainer.report;

import static dev.earshot.trainer.report.Page.row;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Training;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.export.ExportCheck;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.SparsityCurve;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One page about one training, with its plots inside: it can be sent around as it is. */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * The page.
   *
   * @param curve where the model was pruned
   * @param warning is told where the plots can't be drawn, for which a bare machine may lack the
   *     fonts; the page then says so in their place
   */
  public static String of(
      Experiment experiment, Optional<SparsityCurve> curve, Consumer<String> warning) {
    return of(experiment, curve, Plots::of, warning);
  }

  static String of(
      Experiment experiment,
      Optional<SparsityCurve> curve,
      Function<Experiment, List<Page.Plot>> plots,
      Consumer<String> warning) {
    Page page = new Page(experiment.file().id());
    summary(page, experiment.file(), experiment.built().trained());
    page.heading("On clips it has not seen");
    figures(page, experiment);
    protocol(page, experiment);
    if (!experiment.recipe().preset().remark().isEmpty()) {
      page.note("%s", experiment.recipe().preset().remark());
    }
    page.drawn(() -> plots.apply(experiment), warning);
    page.heading("Confusion");
    page.confusion("test clips", experiment.test().figures());
    page.heading("By class");
    byClass(page, experiment.test());
    page.heading("Quantisation");
    quantisation(page, experiment.built().export());
    curve.ifPresent(points -> pruning(page, points, warning));
    page.heading("Training");
    training(page, experiment);
    return page.html();
  }

  private static void summary(Page page, ModelFile file, TrainedMlp trained) {
    page.text(
        "%,d bytes, %,d parameters (%,d while training), operators %s, about %,d bytes of arena"
            + " in TensorFlow Lite Micro.",
        file.fileBytes(),
        file.parameters(),
        trained.trainedParameters(),
        String.join(", ", file.operators()),
        file.arenaBytes());
  }

  private static void figures(Page page, Experiment experiment) {
    page.table(
        Figures.head(""),
        List.of(
            Figures.row("int8, test clips", experiment.test().figures()),
            Figures.row("float, test clips", experiment.testInFloat().figures()),
            Figures.row("int8, test windows", experiment.test().windowFigures()),
            Figures.row("int8, validation clips", experiment.built().validation().figures())));
  }

  private static void protocol(Page page, Experiment experiment) {
    page.note(
        "Protocol %s: %s. The unit is the clip; its score is the mean of its windows' scores. The"
            + " threshold, %.4f, gives %s, on the validation clips. By them scores are calibrated too, by a slope of"
            + " %.3f on the logit; the expected calibration error on the test clips is %.3f by clip"
            + " and %.3f by window.",
        experiment.split().protocol().label(),
        experiment.split().protocol().meaning(),
        experiment.test().figures().threshold(),
        experiment.recipe().goal().describe(),
        experiment.built().scoreCalibration().slope(),
        experiment.test().reliability().expectedCalibrationError(),
        experiment.test().windowReliability().expectedCalibrationError());
  }

  private static void byClass(Page page, Evaluation evaluation) {
    page.table(
        row("class", "is", "test clips", "called normal", "called anomalous", "decided rightly"),
        evaluation.byClass().entrySet().stream()
            .map(
                entry ->
                    row(
                        entry.getKey(),
                        entry.getValue().anomalous() ? "anomalous" : "normal",
                        entry.getValue().n(),
                        entry.getValue().calledNormal(),
                        entry.getValue().calledAnomalous(),
                        Figures.share(entry.getValue().recall())))
            .toList());
  }

  private static void quantisation(Page page, ExportCheck check) {
    Agreement rounding = check.rounding();
    page.text(
        "On %,d windows, the scores of the int8 file and of the float network differ by %.4f on"
            + " average and %.4f at most; %.1f %% of them by no more than one step of 1/256. The"
            + " file's, run by TensorFlow Lite, are within one step of those that PyTorch computes"
            + " from the same integers on %.2f %% of the windows.",
        rounding.windows(),
        rounding.mean(),
        rounding.largest(),
        100 * rounding.withinOneStep(),
        100 * check.exporting().withinOneStep());
  }

  private static void pruning(Page page, SparsityCurve curve, Consumer<String> warning) {
    page.heading("Pruning");
    page.table(
        row("sparsity", "file, deflated", "accuracy", "ROC AUC"),
        curve.points().stream()
            .map(
                point ->
                    row(
                        point.sparsity(),
                        Figures.count(point.compressedBytes()) + " bytes",
                        Figures.share(point.accuracy()),
                        Figures.share(point.rocAuc())))
            .toList());
    page.drawn(() -> List.of(Plots.sizeAgainstRocAuc(curve)), warning);
  }

  private static void training(Page page, Experiment experiment) {
    Training training = experiment.file().metadata().training();
    Split split = experiment.split();
    TrainedMlp trained = experiment.built().trained();
    Corpus.Data data = experiment.data();
    page.text(
        "%s (%s), preset %s, seed %d, code %s.",
        training.dataset(),
        training.licence(),
        training.preset(),
        training.seed(),
        training.commit());
    page.text(
        "Training on %,d clips, validation on %,d, test on %,d: %s.",
        split.training().size(), split.validation().size(), split.test().size(), split.described());
    page.text(
        "%d epochs, the weights of epoch %d; %.0f s in all. %,d rows of the table have no file; %d"
            + " clips could not be read; %d clips shorter than a window were repeated to fill one.",
        trained.history().size(),
        trained.keptEpoch(),
        experiment.seconds(),
        data.missing(),
        data.unreadable().size(),
        data.repeated());
  }
}
