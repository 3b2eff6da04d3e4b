package dev.earshot.trainer;

import static dev.earshot.trainer.testing.CommandLine.assertFails;
import static dev.earshot.trainer.testing.CommandLine.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.recordings.testing.DatasetSample;
import dev.earshot.recordings.testing.WavBytes;
import dev.earshot.trainer.testing.CommandLine.Outcome;
import dev.earshot.trainer.testing.TinyDataset;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user meets them: what they print, where, and how they end. */
class TrainerMainTest {
  @TempDir private static Path shared;
  private static Path dataset;
  private static Path trained;
  private static Outcome training;

  @TempDir private Path own;

  @BeforeAll
  static void trainOnce() {
    dataset = TinyDataset.in(shared.resolve("data"), 4, 5).folder();
    trained = shared.resolve("model");
    training = run("train", "--dataset", dataset, "--out", trained, "--epochs", 3);
  }

  @AfterAll
  static void nothingHalfWrittenIsLeft() throws Exception {
    try (Stream<Path> files = Files.list(trained)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.tflite", "metrics.json", "report.html", "README.md");
    }
  }

  @Test
  void trainWritesAModelItsFiguresAReportAndACard() throws Exception {
    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(training.out()).startsWith("paper-mlp-").contains("protocol folds, test fold 1");
    assertThat(training.lines()).hasSize(2).last().isEqualTo("written to " + trained);
    JsonNode metrics = new ObjectMapper().readTree(trained.resolve("metrics.json").toFile());
    assertThat(metrics.path("protocol").asText()).isEqualTo("folds");
    assertThat(metrics.path("test").path("n").asInt()).isEqualTo(10);
    assertThat(metrics.path("epochs").size()).isBetween(1, 3);
    assertThat(metrics.path("quantisation").path("mean_difference").asDouble()).isLessThan(0.02);
    String report = Files.readString(trained.resolve("report.html"));
    assertThat(report).contains("data:image/png;base64,").doesNotContain("http://", "https://");
    assertThat(Files.readString(trained.resolve("README.md")))
        .contains("CC BY-NC 3.0", "--test-folds 1 --validation-folds 2 --seed 1");
  }

  @Test
  void evaluateMeasuresOnTheTestFoldsAndSaysSo() throws Exception {
    Outcome outcome = run("evaluate", "--model", model(), "--dataset", dataset, "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("measuring on the model's test fold 1");
    JsonNode json = outcome.json();
    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "protocol",
            "n",
            "threshold",
            "accuracy",
            "precision",
            "recall",
            "f1",
            "roc_auc",
            "average_precision",
            "per_class",
            "windows",
            "missing",
            "unreadable",
            "repeated",
            "model_id",
            "folds",
            "sides",
            "ece",
            "reliability");
    assertThat(json.path("protocol").asText()).isEqualTo("folds");
    assertThat(json.path("per_class").path("siren").path("n").asInt()).isEqualTo(5);
    assertThat(json.path("per_class").path("siren").path("recall").isNumber()).isTrue();
    JsonNode metrics = new ObjectMapper().readTree(trained.resolve("metrics.json").toFile());
    assertThat(json.path("roc_auc")).isEqualTo(metrics.path("test").path("roc_auc"));
    assertThat(json.path("accuracy")).isEqualTo(metrics.path("test").path("accuracy"));
  }

  @Test
  void evaluateWarnsOfFoldsThatTheModelHasSeen() throws Exception {
    Outcome outcome =
        run("evaluate", "--model", model(), "--dataset", dataset, "--folds", "1,3", "--json");

    assertThat(outcome.json().path("protocol").asText()).isEqualTo("seen-in-training");
    assertThat(outcome.err()).contains("warning: the model was trained", "fold 3");
  }

  @Test
  void evaluatePrintsATableForPeople() {
    Outcome outcome = run("evaluate", "--model", model(), "--dataset", dataset);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("protocol  folds, measured on fold 1", "roc_auc", "siren")
        .contains("expected calibration error: clips 0.");
  }

  @Test
  void aModelComparedWithItselfMayBeChance() {
    Outcome outcome = run("compare", model(), model(), "--dataset", dataset);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("what neither model has seen: fold 1");
    assertThat(outcome.out())
        .contains("measured on fold 1: 10 clips of 10 recordings")
        .contains("interval of 10,000 resamples over recordings, seed 1")
        .contains("accuracy  +0.0000  [+0.0000, +0.0000]  may be chance")
        .contains("roc_auc   +0.0000  [+0.0000, +0.0000]  may be chance");
  }

  @Test
  void compareMeasuresBothModelsOnTheSameClips() throws Exception {
    Path other = own.resolve("other");
    run("train", "--dataset", dataset, "--out", other, "--epochs", 1, "--seed", 2);

    Outcome outcome =
        run("compare", model(), other.resolve("model.tflite"), "--dataset", dataset, "--json");

    JsonNode json = outcome.json();
    JsonNode metrics = new ObjectMapper().readTree(other.resolve("metrics.json").toFile());
    assertThat(json.path("models").path(1).path("model_id")).isEqualTo(metrics.path("model_id"));
    assertThat(json.path("models").path(1).path("protocol").asText()).isEqualTo("folds");
    assertThat(json.path("models").path(1).path("accuracy"))
        .isEqualTo(metrics.path("test").path("accuracy"));
    assertThat(json.path("recordings").asInt()).isEqualTo(10);
    JsonNode difference = json.path("difference").path("accuracy");
    assertThat(difference.path("value").asDouble())
        .isBetween(difference.path("low").asDouble(), difference.path("high").asDouble());
    assertThat(difference.path("more_than_chance").isBoolean()).isTrue();
  }

  @Test
  void compareWarnsOfFoldsThatAModelHasSeenAndTakesThemOnlyWhenTold() throws Exception {
    TinyDataset seen = TinyDataset.in(own.resolve("seen"), 4, 5);
    Path table = seen.folder().resolve("metadata/UrbanSound8K.csv");
    Files.write(
        table,
        Files.readAllLines(table).stream().filter(row -> !row.contains(",0.0,1.0,1,1,")).toList());

    assertFails(
        2,
        "one of the models has seen each of folds 2, 3, 4; say which",
        "compare",
        model(),
        model(),
        "--dataset",
        seen.folder());

    Outcome told =
        run("compare", model(), model(), "--dataset", seen.folder(), "--folds", "3", "--json");
    assertThat(told.err()).contains("warning: M1 was trained", "warning: M2 was trained", "fold 3");
    assertThat(told.json().path("models").path(0).path("protocol").asText())
        .isEqualTo("seen-in-training");
  }

  @Test
  void compareRefusesRecordingsTooFewToTellChanceFromMore() {
    TinyDataset small = TinyDataset.in(own.resolve("small"), 1, 4);

    Outcome outcome = run("compare", model(), model(), "--dataset", small.folder(), "--folds", "1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("earshot: the clips of fold 1 are cut from 8 recordings, too few");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void evaluateCountsMissingUnreadableAndShortClips() throws Exception {
    TinyDataset spoiled =
        TinyDataset.in(own.resolve("spoiled"), 1, 2)
            .row("gone.wav", 1, UrbanSoundClass.SIREN)
            .row("broken.wav", 1, UrbanSoundClass.SIREN)
            .file(1, "broken.wav", new byte[] {1})
            .add(1, UrbanSoundClass.GUN_SHOT, new float[2_000])
            .written();

    Outcome outcome =
        run(
            "evaluate",
            "--model",
            model(),
            "--dataset",
            spoiled.folder(),
            "--json",
            "--max-unreadable",
            "20");

    assertThat(outcome.json().path("missing").asInt()).isEqualTo(1);
    assertThat(outcome.json().path("unreadable").asInt()).isEqualTo(1);
    assertThat(outcome.json().path("repeated").asInt()).isEqualTo(1);
    assertThat(outcome.json().path("n").asInt()).isEqualTo(5);
    assertThat(outcome.err()).contains("1 of 6 clips can't be read", "broken.wav");
  }

  @Test
  void oneUnreadableClipInAHundredIsToleratedAndListed() throws Exception {
    TinyDataset large = TinyDataset.in(own.resolve("large"), 1, 50);
    Path broken = large.folder().resolve("audio/fold1/100-8-0-0.wav");
    Files.write(broken, new byte[] {1});

    Outcome outcome = run("evaluate", "--model", model(), "--dataset", large.folder(), "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().path("n").asInt()).isEqualTo(99);
    assertThat(outcome.json().path("unreadable").asInt()).isOne();
    assertThat(outcome.err()).contains("1 of 100 clips can't be read", broken.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate"})
  void moreUnreadableClipsEndTheCommandAndLeaveNothing(String command) throws Exception {
    TinyDataset spoiled = TinyDataset.in(own.resolve("spoiled"), 3, 2);
    Path broken = spoiled.folder().resolve("audio/fold1/1-0-0-0.wav");
    Files.write(broken, new byte[] {1});
    List<Object> args = new ArrayList<>(List.of(command, "--dataset", spoiled.folder()));
    args.addAll(
        command.equals("train")
            ? List.of("--out", own.resolve("new/out"))
            : List.of("--model", model(), "--folds", "1,2,3"));

    Outcome outcome = run(args.toArray());

    assertThat(outcome.exitCode()).isOne();
    assertThat(outcome.err().lines())
        .last()
        .asString()
        .matches(
            "earshot: 1 of 12 clips can't be read, more than 1 percent; the first: .*1-0-0-0.wav: "
                + "not a WAV file .*; fetch them again, or allow more with --max-unreadable");
    assertThat(outcome.out()).isEmpty();
    assertThat(own.resolve("new")).doesNotExist();
  }

  @Test
  void featuresAreKeptAndChangeNothing() throws Exception {
    Path cache = own.resolve("cache");
    Object[] evaluate = {"evaluate", "--model", model(), "--dataset", dataset, "--json", "--cache"};
    List<Object> keeping = new ArrayList<>(List.of(evaluate));
    keeping.add(cache);

    Outcome first = run(keeping.toArray());

    assertThat(cache).isDirectoryContaining("glob:**.features");
    assertThat(run(keeping.toArray()).out()).isEqualTo(first.out());
    assertThat(run("evaluate", "--model", model(), "--dataset", dataset, "--json", "--no-cache"))
        .extracting(Outcome::out)
        .isEqualTo(first.out());
  }

  @Test
  void aCacheThatCannotBeIsOneWarning() throws Exception {
    Path file = Files.createFile(own.resolve("file"));

    Outcome outcome = run("evaluate", "--model", model(), "--dataset", dataset, "--cache", file);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err().lines().filter(line -> line.startsWith("warning: ")))
        .singleElement()
        .asString()
        .contains("can't be kept in " + file, "--cache DIR", "--no-cache");
  }

  @Test
  void aFoldWithOneClassHasNoRocAuc() throws Exception {
    TinyDataset sirens = TinyDataset.in(own.resolve("sirens"), 0, 0);
    sirens.add(1, UrbanSoundClass.SIREN, TinyDataset.sound(new SplittableRandom(1), true, 1));

    Outcome outcome =
        run("evaluate", "--model", model(), "--dataset", sirens.written().folder(), "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().path("roc_auc").isNull()).isTrue();
  }

  @Test
  void modelSaysWhatTheFileSaysOfItself() throws Exception {
    JsonNode json = run("model", model()).json();

    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "id",
            "file_bytes",
            "parameters",
            "operators",
            "arena_bytes",
            "frontend",
            "labels",
            "threshold",
            "trained_on",
            "metrics");
    assertThat(json.path("file_bytes").asLong()).isEqualTo(Files.size(model()));
    assertThat(json.path("parameters").asInt()).isEqualTo(61_697);
    assertThat(json.path("operators").get(3).asText()).isEqualTo("LOGISTIC");
    assertThat(json.path("frontend").path("sample_rate_hz").asInt()).isEqualTo(16_000);
    assertThat(json.path("trained_on").path("test_folds").get(0).asInt()).isEqualTo(1);
    assertThat(json.path("metrics").get(0).path("protocol").asText()).isEqualTo("folds");
    assertThat(json.path("macs").asInt()).isEqualTo(416 * 128 + 128 * 64 + 64);
    assertThat(json.path("compressed_bytes").asInt()).isBetween(1, (int) Files.size(model()));
    JsonNode first = json.path("layers").get(0);
    assertThat(first.path("operator").asText()).isEqualTo("FULLY_CONNECTED");
    assertThat(first.path("inputs").asInt()).isEqualTo(416);
    assertThat(first.path("outputs").asInt()).isEqualTo(128);
    assertThat(first.path("weights").asInt()).isEqualTo(416 * 128);
    assertThat(first.path("activation").asText()).isEqualTo("RELU");
    assertThat(first.path("weight_quantisation").path("kind").asText()).isEqualTo("per_tensor");
    assertThat(first.path("output_quantisation").path("scale").asDouble()).isPositive();
    assertThat(json.path("output").path("zero_point").asInt()).isEqualTo(-128);
    assertThat(clips(json, "training")).isEqualTo(json.path("trained_on").path("clips").asInt());
    assertThat(clips(json, "test")).isEqualTo(json.path("metrics").get(0).path("n").asInt());
  }

  private static int clips(JsonNode json, String use) {
    int clips = 0;
    for (JsonNode fold : json.path("trained_on").path("clips_by_fold").path(use)) {
      clips += fold.asInt();
    }
    return clips;
  }

  @Test
  void modelTellsPeopleTheSameInTables() {
    Outcome outcome = run("model", model(), "--text");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("61,697 parameters, 61,504 multiply-accumulates")
        .containsPattern("FULLY_CONNECTED +416 +128 +53248 +128 RELU")
        .containsPattern("LOGISTIC +1 +1")
        .contains("preset paper --epochs 3, seed 1", "of fold 1")
        .containsPattern("folds +test fold 1 +clip +10");
  }

  @Test
  void theShippedModelIsTheDefault() throws Exception {
    assertThat(run("model").json().path("id").asText()).isEqualTo(ShippedModel.load().id());
  }

  @Test
  void featuresAreOneRowAFrame() throws Exception {
    Path wav = wav("second.wav", 1);

    Outcome outcome = run("features", wav);

    // 16,000 samples hold 49 frames of 640 every 320
    assertThat(outcome.lines()).hasSize(49);
    assertThat(outcome.lines()).allMatch(line -> line.split(",").length == 13);
    assertThat(Float.parseFloat(outcome.lines().get(0).split(",")[0])).isNegative();

    Path csv = own.resolve("out.csv");
    assertThat(run("features", wav, "--out", csv).out()).isEmpty();
    assertThat(csv).hasContent(outcome.out());
  }

  @Test
  void scoresAreOneRowAWindow() throws Exception {
    Path one = wav("one.wav", 1);
    Path comma = wav("a, b.wav", 0.5);

    Outcome outcome = run("score", "--model", model(), one, comma);

    assertThat(outcome.lines().get(0)).isEqualTo("file,window_start_s,score");
    assertThat(outcome.lines().subList(1, 4))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(one + ",0.000,"),
            line -> assertThat(line).startsWith(one + ",0.160,"),
            line -> assertThat(line).startsWith(one + ",0.320,"));
    assertThat(outcome.lines().get(4)).startsWith("\"" + comma + "\",0.000,");
    assertThat(outcome.lines()).hasSize(5);
    assertThat(outcome.err()).contains("shorter than a window");
  }

  @Test
  void realClipsOfEveryFormatHaveFeaturesAndScores() throws Exception {
    Path sample = DatasetSample.folder();

    Outcome outcome =
        run("evaluate", "--dataset", sample, "--folds", "1,2,3,4,5,6,7,8,9", "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().path("n").asInt()).isEqualTo(56);
    assertThat(outcome.json().path("unreadable").asInt()).isZero();
    assertThat(outcome.json().path("per_class")).hasSize(10);
    assertThat(outcome.json().path("roc_auc").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws Exception {
    Path text = Files.writeString(own.resolve("text.tflite"), "not a model");
    Path noSound = Files.writeString(own.resolve("text.wav"), "not a sound");

    Path large = own.resolve("large.tflite");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(1L << 32);
    }

    assertFails(1, "no model file", "model", own.resolve("gone.tflite"));
    assertFails(1, "it has more than 16,777,216 bytes", "model", large);
    assertFails(1, "not a TensorFlow Lite file", "model", text);
    byte[] cut = Arrays.copyOf(ShippedModel.load().bytes(), 40_000);
    assertFails(1, "it is damaged", "model", Files.write(own.resolve("cut.tflite"), cut));
    assertFails(1, "text.wav", "features", noSound);
    assertFails(1, "gone.wav", "score", own.resolve("gone.wav"));
    assertFails(1, "less than one frame", "features", wav("short.wav", 0.01));
    assertFails(1, "metadata", "evaluate", "--dataset", own);
    assertFails(1, "is not there", "train", "--dataset", own.resolve("no"), "--out", own);
    assertFails(
        1,
        "no clips of fold 12; it holds folds 1, 2, 3, 4",
        "evaluate",
        "--model",
        model(),
        "--dataset",
        dataset,
        "--folds",
        "12");
    assertFails(
        1, "no clips of fold 9", "train", "--dataset", dataset, "--out", own, "--test-folds", "9");
    assertFails(1, "can't write to", "train", "--dataset", dataset, "--out", text.resolve("below"));
    assertFails(2, "no preset 'x'", "train", "--dataset", dataset, "--out", own, "--preset", "x");
    assertFails(2, "--epochs is 0", "train", "--dataset", dataset, "--out", own, "--epochs", "0");
    assertFails(
        2,
        "share a fold",
        "train",
        "--dataset",
        dataset,
        "--out",
        own,
        "--test-folds",
        "1",
        "--validation-folds",
        "1");
    assertFails(1, "a file is in the way", "train", "--dataset", dataset, "--out", text);
    assertFails(
        2, "mutually exclusive", "evaluate", "--dataset", dataset, "--no-cache", "--cache", own);
    assertFails(
        2, "--max-unreadable is 101.0", "evaluate", "--dataset", dataset, "--max-unreadable", 101);
    assertFails(2, "--dataset", "evaluate");
    assertFails(2, "FILE.wav", "score");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "slice_file_name,fold;a.wav,1 | lacks the columns fsID, start, end, salience, class",
        "slice_file_name,fsID,start,end,salience,fold,classID,class | has no rows",
        "slice_file_name,fsID,start,end,salience,fold,classID,class;a.wav,7,0,1,1,11,8,siren"
            + " | line 2: fold 11 is not in 1..10",
        "fold,fold;1,2 | is not a CSV table",
      })
  void aTableThatIsNoneOfTheDataSetIsRefusedAndNothingIsLeft(String table, String why)
      throws Exception {
    Path metadata = Files.createDirectories(own.resolve("set/metadata"));
    Files.writeString(metadata.resolve("UrbanSound8K.csv"), table.replace(';', '\n'));
    Path out = own.resolve("out");

    assertFails(1, why, "train", "--dataset", own.resolve("set"), "--out", out);
    assertFails(1, why, "evaluate", "--dataset", own.resolve("set"));
    assertThat(out).doesNotExist();
  }

  @Test
  void whatAProcessKilledDaysAgoLeftIsDeletedAndNothingOfTheUsers() throws Exception {
    Path out = Files.createDirectories(own.resolve("out"));
    Path wav = wav("second.wav", 1);
    Path abandoned = Files.writeString(out.resolve("earshot-12.tmp"), "half");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path underWay = Files.writeString(out.resolve("earshot-13.tmp"), "half");
    Path users = Files.writeString(out.resolve("f.csv.tmp"), "the user's");

    run("features", wav, "--out", out.resolve("f.csv"));

    assertThat(out.resolve("f.csv")).hasContent(run("features", wav).out());
    assertThat(abandoned).doesNotExist();
    assertThat(underWay).hasContent("half");
    assertThat(users).hasContent("the user's");
  }

  private Path wav(String name, double seconds) throws Exception {
    float[] samples = TinyDataset.sound(new SplittableRandom(1), true, seconds);
    return Files.write(own.resolve(name), WavBytes.pcm16(TinyDataset.SAMPLE_RATE_HZ, samples));
  }

  private static Path model() {
    return trained.resolve("model.tflite");
  }
}
