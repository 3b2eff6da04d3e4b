package dev.earshot.trainer.report;

import static dev.earshot.trainer.report.Page.row;

import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.pipeline.CrossValidation;
import dev.earshot.trainer.pipeline.FoldResult;
import dev.earshot.trainer.pipeline.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One page about a cross-validation. */
public final class CrossValidationReport {
  private CrossValidationReport() {}

  /**
   * The page.
   *
   * @param warning is told where the plots can't be drawn
   */
  public static String of(Recipe recipe, CrossValidation all, Consumer<String> warning) {
    Page page =
        new Page("Cross-validation of preset %s".formatted(recipe.preset().described()))
            .note(
                "Protocol %s: %s. Every fold is kept for measuring once. The unit is the clip. Seed"
                    + " %d, code %s.",
                Protocol.FOLDS.label(),
                Protocol.FOLDS.meaning(),
                recipe.seed(),
                recipe.provenance().commit())
            .command(
                "./earshot train --dataset DIR --out OUT --cv %s --seed %d"
                    .formatted(recipe.switches(), recipe.seed()));
    if (!recipe.preset().remark().isEmpty()) {
      page.note("%s", recipe.preset().remark());
    }
    table(page, all);
    page.drawn(() -> List.of(Plots.byFold(all)), warning);
    page.heading("What quantisation changed");
    quantisation(page, all);
    return page.html();
  }

  /** A row a fold, all clips together, and the spread over folds. */
  static void table(Page page, CrossValidation all) {
    List<List<String>> rows = new ArrayList<>();
    for (FoldResult fold : all.folds()) {
      rows.add(Figures.row("fold " + fold.fold(), fold.figures()));
    }
    rows.add(Figures.row("all clips together", all.pooled()));
    rows.add(
        row(
            "mean ± deviation over folds",
            "",
            Figures.spread(all.spread(BinaryMetrics::accuracy)),
            Figures.spread(all.spread(BinaryMetrics::precision)),
            Figures.spread(all.spread(BinaryMetrics::recall)),
            Figures.spread(all.spread(BinaryMetrics::f1)),
            Figures.spread(all.spread(BinaryMetrics::rocAuc)),
            Figures.spread(all.spread(BinaryMetrics::averagePrecision))));
    page.table(Figures.head("int8, test clips"), rows);
    all.remarks().forEach(remark -> page.note("%s", remark));
  }

  /** The int8 file's figures less the float network's, fold by fold. */
  static void quantisation(Page page, CrossValidation all) {
    List<List<String>> rows = new ArrayList<>();
    for (FoldResult fold : all.folds()) {
      BinaryMetrics real = fold.floatFigures();
      rows.add(
          row(
              "fold " + fold.fold(),
              Figures.share(real.accuracy()),
              Figures.difference(fold.figures().accuracy() - real.accuracy()),
              Figures.share(real.rocAuc()),
              Figures.difference(fold.figures().rocAuc() - real.rocAuc())));
    }
    rows.add(
        row(
            "mean over folds",
            Figures.share(all.floatSpread(BinaryMetrics::accuracy).mean()),
            Figures.difference(all.changeByQuantisation(BinaryMetrics::accuracy).mean()),
            Figures.share(all.floatSpread(BinaryMetrics::rocAuc).mean()),
            Figures.difference(all.changeByQuantisation(BinaryMetrics::rocAuc).mean())));
    page.table(
        row("test clips", "float accuracy", "int8 less float", "float ROC AUC", "int8 less float"),
        rows);
  }
}
