package dev.earshot.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.Provenance;
import dev.earshot.trainer.pipeline.Recipe;
import dev.earshot.trainer.testing.TinyDataset;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training tells people and machines, of one tiny training. */
class ReportsTest {
  @TempDir private static Path folder;
  private static Experiment experiment;

  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void trainOnce() throws Exception {
    Preset preset = Preset.PAPER.withEpochsMax(2);
    UrbanSound8K dataset = UrbanSound8K.open(TinyDataset.in(folder, 3, 4).folder());
    Corpus corpus = Corpus.read(dataset, preset, FeatureStore.NONE, Progress.SILENT);
    FoldPlan plan = FoldPlan.of(corpus.clips(), List.of(1), List.of(2));
    experiment =
        Experiment.run(
            corpus,
            Split.byFolds(corpus.clips(), plan),
            new Recipe(
                preset,
                1,
                OperatingGoal.BALANCED,
                WeightScales.PER_TENSOR,
                new Provenance("A & B", "none", "0123456789ab-dirty")),
            Progress.SILENT);
  }

  /** In the language of the last one even the digits are others. */
  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab"})
  void reportsAreTheSameInEveryLanguageOfTheMachine(String language) {
    List<String> here = inLanguage(Locale.ROOT);

    assertThat(inLanguage(Locale.forLanguageTag(language))).isEqualTo(here);
  }

  @Test
  void theReportHoldsItsPlotsAndAllSections() {
    assertThat(HtmlReport.of(experiment, Optional.empty(), said::add))
        .startsWith("<!DOCTYPE html>")
        .contains("<title>" + experiment.file().id() + "</title>")
        .contains("<h2>On clips it has not seen</h2>", "<h2>Confusion</h2>", "<h2>By class</h2>")
        .contains("<h2>Quantisation</h2>", "<h2>Training</h2>")
        .contains(
            "<p>A &amp; B (none), preset paper --epochs 2, seed 1, code 0123456789ab-dirty.</p>")
        .containsSubsequence("ROC curve", "Precision-recall curve", "Cost curve: a miss costs 1")
        .containsSubsequence("Reliability diagram (ECE: clips 0.", "Histogram", "Loss by epoch")
        .endsWith("</html>\n");
    assertThat(said).isEmpty();
  }

  @Test
  void theDataOfTheCurvesGoFromAllCalledAnomalousToNothing() {
    Judged clips = new Judged(new float[] {0.2f, 0.9f}, new boolean[] {false, true});

    JsonNode curve = EvaluationJson.curve(clips, new OperatingGoal.Cost(5, 1));

    assertThat(curve).hasSize(101);
    assertThat(curve.get(0).path("recall").asDouble()).isEqualTo(1);
    assertThat(curve.get(0).path("expected_cost").asDouble()).isEqualTo(0.5);
    assertThat(curve.get(50).path("precision").asDouble()).isEqualTo(1);
    assertThat(curve.get(50).path("expected_cost").asDouble()).isZero();
    assertThat(curve.get(100).path("threshold").asDouble()).isEqualTo(1);
    assertThat(curve.get(100).path("expected_cost").asDouble()).isEqualTo(2.5);
  }

  @Test
  void aReportWhosePlotsCannotBeDrawnSaysSoAndIsThereAllTheSame() {
    String without = reportWith(e -> failWith(new UnsatisfiedLinkError("no <font> library")));

    assertThat(without)
        .contains("The plots could not be drawn: java.lang.UnsatisfiedLinkError: no &lt;font&gt;")
        .contains("<h2>By class</h2>", "siren")
        .doesNotContain("data:image");
    assertThat(said).singleElement().asString().startsWith("warning: the report is without plots");

    assertThat(reportWith(e -> failWith(new InternalError("no fonts")))).contains("no fonts");
    assertThat(reportWith(e -> failWith(new IllegalStateException("odd")))).contains("odd");
  }

  @Test
  void theCardSaysWhatItWasMadeOfAndHowToGetItAgain() {
    assertThat(ModelCard.of(experiment))
        .startsWith("# " + experiment.file().id() + "\n\nTells anomalous city sounds (car horn, ")
        .contains("\n| data | A & B, none |\n| training | fold 3, 8 clips |\n")
        .contains("\n| preset, seed, code | paper --epochs 2, 1, 0123456789ab-dirty |\n")
        .contains(
            "\n./earshot train --dataset DIR --out OUT --preset paper --epochs 2 --test-folds 1"
                + " --validation-folds 2 --seed 1\n")
        .containsSubsequence(
            "## How good it is", "## What it was made of", "## Limits", "## Licence")
        .endsWith("Freesound.\n");
  }

  private String reportWith(Function<Experiment, List<Page.Plot>> plots) {
    return HtmlReport.of(experiment, Optional.empty(), plots, said::add);
  }

  private static List<Page.Plot> failWith(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  private static List<String> inLanguage(Locale language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(language);
    try {
      return List.of(
          HtmlReport.of(experiment, Optional.empty(), line -> {}),
          ModelCard.of(experiment),
          MetricsJson.of(experiment, Optional.empty()));
    } finally {
      Locale.setDefault(before);
    }
  }
}
