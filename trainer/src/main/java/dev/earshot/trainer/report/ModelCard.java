package dev.earshot.trainer.report;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.Training;
import dev.earshot.recordings.Clip;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.export.Agreement;
import dev.earshot.trainer.export.ExportCheck;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.network.TrainedMlp;
import dev.earshot.trainer.pipeline.Corpus;
import dev.earshot.trainer.pipeline.Experiment;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The card that goes with a model file: what it is for, what it was made of, how good it is by
 * which protocol, how to get the same again, and whose data it rests on.
 */
public final class ModelCard {
  private static final String LIMITS =
      """
      ## Limits

      - Trained on clips of up to 4 s, most of them with the sound in the foreground; faint sounds in
        loud streets are harder than these figures say.
      - A clip shorter than a window is repeated to fill one, in training as in evaluation.
      - Binary: it says that something is anomalous, not what.
      """;

  private ModelCard() {}

  /** The card, in Markdown. */
  public static String of(Experiment experiment) {
    return String.join(
        "\n",
        whatItIs(experiment),
        howGoodItIs(experiment),
        whatItWasMadeOf(experiment),
        howToGetItAgain(experiment),
        LIMITS,
        licence(experiment.file().metadata().training()));
  }

  private static String whatItIs(Experiment experiment) {
    ModelFile file = experiment.file();
    ModelMetadata metadata = file.metadata();
    FrontEndConfig frontEnd = metadata.frontEnd();
    return "# "
        + file.id()
        + format(
            """


            Tells anomalous city sounds (%s) from normal ones (%s) in %.2f s of sound. An int8
            """,
            labels(metadata, true),
            labels(metadata, false),
            (double) frontEnd.samplesOf(metadata.windowColumns()) / frontEnd.sampleRateHz())
        + format(
            """
            TensorFlow Lite file of %,d bytes with %,d parameters (%,d while training: all batch
            normalisation is folded into the dense layers); operators %s; about %,d bytes of arena in
            TensorFlow Lite Micro.

            Its metadata table carries all that is needed to use it: front-end, normalisation, window and
            stride, labels, thresholds, provenance. `./earshot model FILE` prints it.
            """,
            file.fileBytes(),
            file.parameters(),
            experiment.built().trained().trainedParameters(),
            String.join(", ", file.operators()),
            file.arenaBytes());
  }

  private static String howGoodItIs(Experiment experiment) {
    return String.join(
        "\n",
        thresholds(experiment),
        figures(experiment),
        quantisation(experiment.built().export()),
        classes(experiment));
  }

  private static String thresholds(Experiment experiment) {
    ModelMetadata metadata = experiment.file().metadata();
    DecisionConfig decision = metadata.decision();
    return format(
            """
            ## How good it is

            Protocol `%s`: %s.
            The unit is the clip; its score is the mean of its windows' scores (a window every %d
            columns). The threshold %.4f gives %s, on the validation clips.
            """,
            experiment.split().protocol().label(),
            experiment.split().protocol().meaning(),
            metadata.strideColumns(),
            metadata.threshold(),
            experiment.recipe().goal().describe())
        + format(
            """
            In a stream, of which nearly all is normal, an alarm opens at %.3f, closes below %.3f and
            opens at once at %.3f: on the same clips, %s.
            """,
            decision.openThreshold(),
            decision.closeThreshold(),
            decision.immediateThreshold(),
            experiment.built().streamRule())
        + calibration(experiment)
        + remark(experiment.recipe().preset().remark());
  }

  private static String calibration(Experiment experiment) {
    return format(
        """
        Scores are calibrated (a slope of %.3f on the logit, fitted to the same clips): on the test
        clips the expected calibration error is %.3f by clip and %.3f by window.
        """,
        experiment.built().scoreCalibration().slope(),
        experiment.test().reliability().expectedCalibrationError(),
        experiment.test().windowReliability().expectedCalibrationError());
  }

  private static String remark(String remark) {
    return remark.isEmpty() ? "" : remark + "\n";
  }

  private static String figures(Experiment experiment) {
    return """
        | | n | accuracy | precision | recall | F1 | ROC AUC | average precision |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        """
        + row("int8, test clips", experiment.test().figures())
        + row("float, test clips", experiment.testInFloat().figures())
        + row("int8, test windows", experiment.test().windowFigures())
        + row("int8, validation clips", experiment.built().validation().figures());
  }

  private static String quantisation(ExportCheck check) {
    Agreement rounding = check.rounding();
    return format(
        """
        Quantisation: on %,d windows the scores of file and float network differ by
        %.4f on average, %.4f at most. The file's, run by TensorFlow Lite, are within one step
        (1/256) of those that PyTorch computes from the same integers on %.2f %% of them.
        """,
        rounding.windows(),
        rounding.mean(),
        rounding.largest(),
        100 * check.exporting().withinOneStep());
  }

  private static String classes(Experiment experiment) {
    return """
        | class | is | test clips | decided rightly |
        | --- | --- | ---: | ---: |
        """
        + experiment.test().byClass().entrySet().stream()
            .map(
                entry ->
                    format(
                        "| %s | %s | %d | %.3f |\n",
                        entry.getKey(),
                        entry.getValue().anomalous() ? "anomalous" : "normal",
                        entry.getValue().n(),
                        entry.getValue().recall()))
            .collect(Collectors.joining());
  }

  private static String whatItWasMadeOf(Experiment experiment) {
    FrontEndConfig frontEnd = experiment.file().metadata().frontEnd();
    Training training = experiment.file().metadata().training();
    TrainedMlp trained = experiment.built().trained();
    Split split = experiment.split();
    Corpus.Data data = experiment.data();
    return """
        ## What it was made of

        | | |
        | --- | --- |
        """
        + format("| data | %s, %s |\n", training.dataset(), training.licence())
        + clips("training", split.training())
        + clips("validation (what chooses)", split.validation())
        + clips("test", split.test())
        + format(
            "| not at hand | %,d rows of the data set's table had no file, %d files could not be"
                + " read |\n",
            data.missing(), data.unreadable().size())
        + format(
            "| front-end | %d Hz, %d-sample frames every %d, %d MFCCs, %d columns a window |\n",
            frontEnd.sampleRateHz(),
            frontEnd.frameSamples(),
            frontEnd.hopSamples(),
            frontEnd.coefficients(),
            experiment.file().metadata().windowColumns())
        + format(
            "| preset, seed, code | %s, %d, %s |\n",
            training.preset(), training.seed(), training.commit())
        + format(
            "| training | %d epochs, the weights of epoch %d |\n",
            trained.history().size(), trained.keptEpoch());
  }

  private static String clips(String use, List<Clip> clips) {
    return format(
        "| %s | %s, %,d clips |\n", use, FoldPlan.named(Split.foldsOf(clips)), clips.size());
  }

  private static String howToGetItAgain(Experiment experiment) {
    Training training = experiment.file().metadata().training();
    boolean random = experiment.split().protocol() == Protocol.RANDOM_SPLIT;
    String test = option(training.testFolds());
    String split =
        random
            ? "--protocol " + Protocol.RANDOM_SPLIT.label()
            : "--test-folds %s --validation-folds %s"
                .formatted(test, option(training.validationFolds()));
    return "```\n"
        + format(
            "./earshot train --dataset DIR --out OUT %s %s --seed %d\n",
            experiment.recipe().switches(), split, training.seed())
        + format(
            "./earshot evaluate --model OUT/model.tflite --dataset DIR --folds %s\n```\n", test);
  }

  private static String licence(Training training) {
    return format(
        """
        ## Licence

        The weights are derived from %s, which is under %s: non-commercial use, with attribution.
        J. Salamon, C. Jacoby, J. P. Bello, "A Dataset and Taxonomy for Urban Sound Research", ACM
        Multimedia 2014. The sounds were recorded by users of Freesound.
        """,
        training.dataset(), training.licence());
  }

  private static String labels(ModelMetadata metadata, boolean anomalous) {
    return metadata.labels().stream()
        .filter(label -> label.anomalous() == anomalous)
        .map(SoundLabel::name)
        .map(name -> name.replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String row(String name, BinaryMetrics figures) {
    return format(
        "| %s | %,d | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |\n",
        name,
        figures.n(),
        figures.accuracy(),
        figures.precision(),
        figures.recall(),
        figures.f1(),
        figures.rocAuc(),
        figures.averagePrecision());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String option(Collection<Integer> folds) {
    return folds.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
