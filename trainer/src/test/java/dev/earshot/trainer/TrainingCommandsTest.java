package dev.earshot.trainer;

import static dev.earshot.trainer.testing.CommandLine.assertFails;
import static dev.earshot.trainer.testing.CommandLine.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.testing.CommandLine.Outcome;
import dev.earshot.trainer.testing.TinyDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cross-validation, the reproduction and the options of training, as a user meets them. */
class TrainingCommandsTest {
  private static final int FOLDS = 4;

  @TempDir private static Path shared;
  private static Path dataset;

  @TempDir private Path own;
  private Path out;

  @BeforeAll
  static void makeDataset() {
    dataset = TinyDataset.in(shared.resolve("data"), FOLDS, 5).folder();
  }

  @BeforeEach
  void nameOut() {
    out = own.resolve("out");
  }

  @Test
  void crossValidationTellsEveryFoldTheMeanAndTheSpread() throws Exception {
    Outcome outcome = train("--cv", "--epochs", 2);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsPattern("(?m)^1 +10 +[01]\\.\\d{3}")
        .containsPattern("(?m)^pooled +40 ")
        .containsPattern("(?m)^mean +[01]\\.\\d{3}")
        .containsPattern("(?m)^deviation +0\\.\\d{3}");
    JsonNode metrics = metrics();
    assertThat(metrics.path("folds")).hasSize(FOLDS);
    assertThat(metrics.path("spread").path("accuracy").path("folds").asInt()).isEqualTo(FOLDS);
    assertThat(metrics.path("quantisation_change").path("roc_auc").path("mean").isNumber())
        .isTrue();
    assertThat(Files.readString(out.resolve("report.html"))).contains("fold 4", "data:image/png");
  }

  @Test
  void crossValidationStartedAgainTrainsOnlyWhatIsNotFinished() throws Exception {
    train("--cv", "--epochs", 2);
    List<byte[]> before = models();
    Files.delete(out.resolve("fold-3/result.json"));
    Files.writeString(out.resolve("fold-2/result.json"), "null");

    Outcome again = train("--cv", "--epochs", 2);

    assertThat(again.err().lines().filter(line -> line.endsWith("(finished before)")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("fold 1: ") || line.startsWith("fold 4: "));
    assertThat(models()).containsExactlyElementsOf(before);
  }

  @Test
  void aFinishedFoldThatIsNotAsItWasWrittenIsTrainedAgain() throws Exception {
    train("--cv", "--epochs", 2);
    List<byte[]> before = models();
    Path first = out.resolve("fold-1/result.json");
    Files.writeString(
        first, Files.readString(first).replaceFirst("\"score\" : [0-9.]+", "\"score\" : 77"));
    Files.copy(first, out.resolve("fold-2/result.json"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(out.resolve("fold-3/model.tflite"), new byte[100]);

    Outcome again = train("--cv", "--epochs", 2);

    assertThat(again.err().lines().filter(line -> line.endsWith("(finished before)")))
        .singleElement()
        .asString()
        .startsWith("fold 4: ");
    assertThat(models()).containsExactlyElementsOf(before);
  }

  @Test
  void foldsOfAnotherDataSetDoNotCount() throws Exception {
    TinyDataset own = TinyDataset.in(this.own.resolve("data"), 3, 4);
    Object[] args = {"train", "--dataset", own.folder(), "--out", out, "--cv", "--epochs", 2};
    assertThat(run(args).exitCode()).isZero();
    assertThat(run(args).err()).contains("finished before");
    Path table = own.folder().resolve("metadata/UrbanSound8K.csv");
    String corrected = Files.readString(table).replace(",1,0,air_conditioner", ",1,9,street_music");
    Files.writeString(table, corrected);

    assertThat(run(args).err()).doesNotContain("finished before");
  }

  @Test
  void foldsOfAnotherTrainingDoNotCount() throws Exception {
    train("--cv", "--epochs", 2);

    assertThat(train("--cv", "--epochs", 3).err()).doesNotContain("finished before");
    assertThat(train("--cv", "--epochs", 3, "--seed", 2).err()).doesNotContain("finished before");
    assertThat(train("--cv", "--epochs", 3, "--seed", 2).err()).contains("finished before");
  }

  @Test
  void aRandomSplitSaysThatItIsOne() throws Exception {
    Outcome outcome = train("--protocol", "random-split", "--epochs", 2);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("protocol random-split, a random fifth of the clips");
    assertThat(metrics().path("protocol").asText()).isEqualTo("random-split");
    assertThat(Files.readString(out.resolve("README.md")))
        .contains("Protocol `random-split`", "the figures flatter it", "--protocol random-split");
    Outcome evaluated =
        run("evaluate", "--model", out.resolve("model.tflite"), "--dataset", dataset, "--json");
    assertThat(evaluated.json().path("protocol").asText()).isEqualTo("seen-in-training");
  }

  @Test
  void optionsOfAPresetAreSwitchedOnAndOff() throws Exception {
    Outcome outcome =
        train(
            "--preset", "better-mlp", "--without", "background", "--with", "mixup", "--epochs", 2);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("better-mlp-");
    assertThat(Files.readString(out.resolve("README.md")))
        .contains("--preset better-mlp --with mixup --without background --epochs 2");
  }

  @Test
  void aPrunedModelIsSmallerWhenCompressedAndItsReportHasTheCurve() throws Exception {
    Outcome outcome = train("--sparsity", 0.5, "--epochs", 2);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode curve = metrics().path("sparsity_curve");
    assertThat(curve).hasSize(5);
    assertThat(curve.get(2).path("sparsity").asDouble()).isEqualTo(0.5);
    assertThat(curve.get(2).path("compressed_bytes").asInt())
        .isLessThan(curve.get(0).path("compressed_bytes").asInt())
        .isGreaterThan(curve.get(4).path("compressed_bytes").asInt());
    assertThat(Files.readString(out.resolve("report.html"))).contains("Size against ROC AUC");
  }

  @Test
  void thresholdsFollowWhatMistakesCost() throws Exception {
    // not to be told apart: half of the anomalous sounds are noise as well
    TinyDataset vague = TinyDataset.in(own.resolve("vague"), 0, 0);
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 48; i++) {
      vague.add(1 + i % 3, UrbanSoundClass.SIREN, TinyDataset.sound(random, i % 2 == 0, 1));
      vague.add(1 + i % 3, UrbanSoundClass.STREET_MUSIC, TinyDataset.sound(random, false, 1));
    }
    Path folder = vague.written().folder();
    double wary = threshold(folder, "--cost-miss", 20, "--cost-false-alarm", 1);
    double lenient = threshold(folder, "--cost-miss", 1, "--cost-false-alarm", 20);

    assertThat(wary).isLessThan(lenient);
    assertThat(metrics().path("threshold_rule").asText())
        .contains("a miss costs 1 and a false alarm 20");
    assertThat(Files.readString(out.resolve("README.md")))
        .contains("--cost-miss 1 --cost-false-alarm 20");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Cost curve: a miss costs 1 and a false alarm 20")
        .contains("Reliability diagram");
  }

  private double threshold(Path folder, Object... goal) throws Exception {
    List<Object> args =
        new ArrayList<>(List.of("train", "--dataset", folder, "--out", out, "--no-cache"));
    args.addAll(List.of("--epochs", 2));
    args.addAll(List.of(goal));
    Outcome outcome = run(args.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return metrics().path("test").path("threshold").asDouble();
  }

  @Test
  void theReproductionPutsThePapersFiguresBesideOursInThreeProtocols() throws Exception {
    Outcome outcome = reproduce();

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.lines()).containsExactly("written to " + out);
    JsonNode runs = metrics().path("runs");
    assertThat(runs).extracting(run -> run.path("batch_windows").asInt()).containsExactly(32, 64);
    for (JsonNode run : runs) {
      assertThat(run.path("parameters_trained").asInt()).isEqualTo(61_825);
      assertThat(run.path("whole_set").path("int8").path("n").asInt()).isEqualTo(40);
      assertThat(run.path("random_split").path("int8").path("n").asInt()).isEqualTo(8);
      assertThat(run.path("folds").path("pooled").path("n").asInt()).isEqualTo(40);
    }
    assertThat(metrics().path("latency_us").path("median").asDouble()).isPositive();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("0.991", "61,825", "about 60 kB")
        .contains("(a) whole set, batch 32", "(b) random split, batch 64", "(c) folds, batch 32");

    assertThat(reproduce().err().lines().filter(line -> line.endsWith("(finished before)")))
        .hasSize(2 * FOLDS);
  }

  @Test
  void whatMakesNoSenseIsSaidInOneLine() {
    assertTrainFails("no training option 'x'; --with takes class-weights", "--with", "x");
    assertTrainFails("no protocol 'x'; --protocol is folds or random-split", "--protocol", "x");
    assertTrainFails("--cv goes by folds", "--cv", "--protocol", "random-split");
    assertTrainFails("--test-folds has no meaning with --cv", "--cv", "--test-folds", "1");
    assertTrainFails(
        "--validation-folds has no meaning with --protocol random-split",
        "--protocol",
        "random-split",
        "--validation-folds",
        "2");
    assertTrainFails("--sparsity is 1, needs to be 0 to 0.9", "--sparsity", "1");
    assertTrainFails(
        "cost of a miss is 0, must be above 0 and at most 1,000,000", "--cost-miss", "0");
    assertTrainFails("mutually exclusive", "--min-recall", "0.9", "--min-precision", "0.9");
  }

  private void assertTrainFails(String saying, Object... options) {
    assertFails(2, saying, args("train", options));
    assertThat(out).doesNotExist();
  }

  private Outcome train(Object... options) {
    return run(args("train", options));
  }

  private Outcome reproduce() {
    return run("reproduce", "--dataset", dataset, "--out", out, "--no-cache");
  }

  private Object[] args(String command, Object... options) {
    List<Object> args = new ArrayList<>(List.of(command, "--dataset", dataset, "--out", out));
    args.add("--no-cache");
    args.addAll(List.of(options));
    return args.toArray();
  }

  private JsonNode metrics() throws Exception {
    return new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
  }

  private List<byte[]> models() throws Exception {
    List<byte[]> models = new ArrayList<>();
    for (int fold = 1; fold <= FOLDS; fold++) {
      models.add(Files.readAllBytes(out.resolve("fold-" + fold).resolve("model.tflite")));
    }
    return models;
  }
}
