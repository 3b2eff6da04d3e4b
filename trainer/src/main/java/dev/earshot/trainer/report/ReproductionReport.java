package dev.earshot.trainer.report;

import static dev.earshot.trainer.report.Page.row;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.pipeline.Reproduction;
import dev.earshot.trainer.pipeline.Reproduction.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** One page about a reproduction: the paper's figures beside ours, by three protocols. */
public final class ReproductionReport {
  private static final String WHOLE_SET = "(a) whole set";
  private static final String RANDOM_SPLIT = "(b) random split";
  private static final String FOLDS = "(c) folds";

  private ReproductionReport() {}

  /**
   * The page.
   *
   * @param warning is told where the plots can't be drawn
   */
  public static String of(
      Recipe recipe, Corpus corpus, Reproduction done, Consumer<String> warning) {
    Page page = new Page("The paper's experiment, done again");
    head(page, recipe, corpus);
    page.heading("The paper's table, and ours by three protocols");
    figures(page, done);
    page.heading("The model");
    model(page, done);
    wholeSet(page, done, warning);
    randomSplit(page, done, warning);
    folds(page, done, warning);
    return page.html();
  }

  private static void head(Page page, Recipe recipe, Corpus corpus) {
    page.text(
        "TinyML for Acoustic Anomaly Detection in IoT Sensor Networks (Almaini, Folz and Ashour,"
            + " arXiv 2603.26135) tells anomalous city sounds from normal ones with a network of"
            + " 416-128-64-1 units on MFCCs of UrbanSound8K. Here that network is trained as the"
            + " paper says: batch normalisation over the 32 frames, dropout 0.2, Adam at 0.001,"
            + " reduced on a plateau, at most 50 epochs with a patience of 5, batches of 32 and of"
            + " 64 windows. Then it is measured in three ways, of which each answers another"
            + " question.");
    page.text(
        "%,d clips were at hand; %,d rows of the data set's table had no file, %d files could not"
            + " be read. The unit is the clip; its score is the mean of its windows' scores. Every"
            + " threshold gives %s, on validation clips. By them scores are calibrated too, which the paper does not do: a slope on the logit, that changes"
            + " neither the order of the windows' scores nor on which side of one half they are. Seed"
            + " %d, code %s.",
        corpus.clips().size(),
        corpus.data().missing(),
        corpus.data().unreadable().size(),
        recipe.goal().describe(),
        recipe.seed(),
        recipe.provenance().commit());
    page.command("./earshot reproduce --dataset DIR --out DIR --seed " + recipe.seed());
  }

  private static void figures(Page page, Reproduction done) {
    List<String> head = new ArrayList<>(row("", "the paper"));
    for (String protocol : List.of(WHOLE_SET, RANDOM_SPLIT, FOLDS)) {
      done.runs().forEach(run -> head.add(protocol + ", batch " + run.batchWindows()));
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        cells(
            "clips measured on",
            Figures.count(PaperFigures.INT8.support()),
            done,
            figures -> Figures.count(figures.n()),
            run -> Figures.count(run.folds().pooled().n())));
    for (boolean integer : new boolean[] {false, true}) {
      PaperFigures paper = integer ? PaperFigures.INT8 : PaperFigures.FLOAT;
      String kind = integer ? "int8" : "float";
      rows.add(
          spread(kind + " accuracy", paper.accuracy(), done, integer, BinaryMetrics::accuracy));
      rows.add(spread(kind + " F1", paper.f1(), done, integer, b -> b.macro().f1()));
      rows.add(spread(kind + " ROC AUC", paper.rocAuc(), done, integer, BinaryMetrics::rocAuc));
    }
    rows.add(side("int8 normal: precision", done, b -> b.normalSide().precision()));
    rows.add(side("int8 normal: recall", done, b -> b.normalSide().recall()));
    rows.add(side("int8 normal: F1", done, b -> b.normalSide().f1()));
    rows.add(side("int8 anomalous: precision", done, b -> b.anomalousSide().precision()));
    rows.add(side("int8 anomalous: recall", done, b -> b.anomalousSide().recall()));
    rows.add(side("int8 anomalous: F1", done, b -> b.anomalousSide().f1()));
    page.table(head, rows);
    page.note(
        "F1 is the mean of both sides' F1. For (c) it is mean ± standard deviation over the folds,"
            + " and for precision and recall of a side all clips together. A dash: the paper's"
            + " figure is not known to us.");
  }

  private static List<String> side(
      String name, Reproduction done, ToDoubleFunction<BinaryMetrics> figure) {
    return cells(
        name,
        Figures.share(Double.NaN),
        done,
        figures -> Figures.share(figure.applyAsDouble(figures)),
        run -> Figures.share(figure.applyAsDouble(run.folds().pooled())));
  }

  private static List<String> spread(
      String name,
      double paper,
      Reproduction done,
      boolean integer,
      ToDoubleFunction<BinaryMetrics> figure) {
    List<String> row = new ArrayList<>(row(name, Figures.share(paper)));
    done.runs()
        .forEach(
            run -> row.add(share((integer ? run.whole() : run.wholeInFloat()).figures(), figure)));
    done.runs()
        .forEach(
            run ->
                row.add(
                    share(
                        (integer ? run.random().test() : run.random().testInFloat()).figures(),
                        figure)));
    done.runs()
        .forEach(
            run ->
                row.add(
                    Figures.spread(
                        integer ? run.folds().spread(figure) : run.folds().floatSpread(figure))));
    return row;
  }

  private static String share(BinaryMetrics figures, ToDoubleFunction<BinaryMetrics> figure) {
    return Figures.share(figure.applyAsDouble(figures));
  }

  private static List<String> cells(
      String name,
      String paper,
      Reproduction done,
      Function<BinaryMetrics, String> figure,
      Function<Run, String> overFolds) {
    List<String> row = new ArrayList<>(row(name, paper));
    done.runs().forEach(run -> row.add(figure.apply(run.whole().figures())));
    done.runs().forEach(run -> row.add(figure.apply(run.random().test().figures())));
    done.runs().forEach(run -> row.add(overFolds.apply(run)));
    return row;
  }

  private static void model(Page page, Reproduction done) {
    ModelFile file = done.runs().get(0).random().file();
    int trained = done.runs().get(0).random().built().trained().trainedParameters();
    page.table(
        row("", "the paper", "here"),
        List.of(
            row(
                "parameters, batch normalisation included",
                Figures.count(PaperFigures.PARAMETERS),
                Figures.count(trained)),
            row("parameters in the file", "-", Figures.count(file.parameters())),
            row("float weights", "-", Figures.count(file.parameters() * Float.BYTES) + " bytes"),
            row(
                "int8 file",
                "about " + PaperFigures.INT8_KILOBYTES + " kB",
                Figures.count(file.fileBytes()) + " bytes"),
            row("operators", "-", String.join(", ", file.operators())),
            row(
                "latency of an inference on this machine",
                "-",
                String.format(
                    Locale.ROOT,
                    "%.1f µs (median of %,d), %.1f µs (95 %%)",
                    done.latency().median(),
                    done.latency().inferences(),
                    done.latency().p95()))));
    page.note(
        "Batch normalisation is folded into the first layer, so its %d parameters are not in the"
            + " file.",
        trained - file.parameters());
  }

  private static void wholeSet(Page page, Reproduction done, Consumer<String> warning) {
    page.heading(WHOLE_SET + ": measured on all clips, those it learned from included");
    page.text(
        "The support of the paper's Table III, %,d normal and %,d anomalous clips, is the whole of"
            + " UrbanSound8K less the clips shorter than about a second. Four fifths of them had been"
            + " learned from. So measured, figures say how well a network remembers what it was"
            + " shown; they can't say how it does on a sound that it has never heard, and a network"
            + " that learned everything by heart would be perfect.",
        PaperFigures.INT8.normal(), PaperFigures.INT8.anomalous());
    measured(page, done, Run::whole, warning);
  }

  private static void randomSplit(Page page, Reproduction done, Consumer<String> warning) {
    page.heading(RANDOM_SPLIT + ": measured on a fifth of the clips, drawn at random");
    page.text(
        "No clip is on both sides, but UrbanSound8K cut up to a hundred clips from one recording,"
            + " and a random split puts slices of the same recording on both: the same dog, the"
            + " same street, the same microphone, a second later. The figures say how a model does"
            + " on more of what it knows. They can't say how it does at a place it has not been to,"
            + " which is what a city asks.");
    measured(page, done, run -> run.random().test(), warning);
  }

  private static void folds(Page page, Reproduction done, Consumer<String> warning) {
    page.heading(FOLDS + ": measured on recordings that it has never heard");
    page.text(
        "All clips of a recording are in one fold. Each fold is kept for measuring once, and no clip"
            + " of it chooses anything: not the features' normalisation, not when to stop, not the"
            + " threshold. This is the protocol that says what to expect of new places. It can't say"
            + " how often a street sounds like these clips, most of which hold their sound in the"
            + " foreground: for that there is the demo's report.");
    for (Run run : done.runs()) {
      page.text("Batches of %d windows:", run.batchWindows());
      CrossValidationReport.table(page, run.folds());
      page.drawn(() -> List.of(Plots.byFold(run.folds())), warning);
      page.confusion("batch " + run.batchWindows() + ", int8", run.folds().pooled());
      page.text("What quantisation changed, batches of %d windows:", run.batchWindows());
      CrossValidationReport.quantisation(page, run.folds());
    }
  }

  private static void measured(
      Page page,
      Reproduction done,
      Function<Run, Evaluation> evaluation,
      Consumer<String> warning) {
    done.runs()
        .forEach(
            run ->
                page.confusion(
                    "batch " + run.batchWindows() + ", int8", evaluation.apply(run).figures()));
    byClass(page, done, evaluation);
    page.drawn(
        () ->
            done.runs().stream()
                .map(evaluation)
                .map(measured -> Plots.roc(measured.clips(), measured.figures().threshold()))
                .toList(),
        warning);
  }

  private static void byClass(Page page, Reproduction done, Function<Run, Evaluation> evaluation) {
    List<String> head = new ArrayList<>(row("class", "is", "clips"));
    done.runs().forEach(run -> head.add("decided rightly, batch " + run.batchWindows()));
    List<List<String>> rows = new ArrayList<>();
    evaluation
        .apply(done.runs().get(0))
        .byClass()
        .forEach(
            (name, first) -> {
              List<String> row =
                  new ArrayList<>(row(name, first.anomalous() ? "anomalous" : "normal", first.n()));
              done.runs()
                  .forEach(
                      run ->
                          row.add(
                              Figures.share(evaluation.apply(run).byClass().get(name).recall())));
              rows.add(row);
            });
    page.table(head, rows);
  }
}
