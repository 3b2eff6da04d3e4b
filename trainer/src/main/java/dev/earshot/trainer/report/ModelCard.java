package dev.earshot.trainer.report;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.Training;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Thresholds;
import dev.earshot.trainer.folds.FoldPlan;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.QuantisationLoss;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The card that goes with a model file: what it is for, what it was made of, how good it is by
 * which protocol, how to get the same again, and whose data it rests on.
 */
public final class ModelCard {
  private ModelCard() {}

  /** The card, in Markdown. */
  public static String of(Experiment experiment) {
    ModelFile file = experiment.file();
    ModelMetadata metadata = file.metadata();
    FrontEndConfig frontEnd = metadata.frontEnd();
    Training training = metadata.training();
    QuantisationLoss loss = experiment.built().loss();
    Experiment.Data data = experiment.data();
    return String.format(
        Locale.ROOT,
        """
        # %1$s

        Tells anomalous city sounds (%2$s) from normal ones (%3$s) in %4$.2f s of sound. An int8
        TensorFlow Lite file of %5$,d bytes with %6$,d parameters (%7$,d while training: batch
        normalisation over the frames is folded into the first layer); operators %8$s; about %9$,d
        bytes of arena in TensorFlow Lite Micro.

        Its metadata table carries all that is needed to use it: front-end, normalisation, window and
        stride, labels, thresholds, provenance. `./earshot model FILE` prints it.

        ## How good it is

        Protocol `folds`: no clip of the test folds took part in making the model. The unit is the
        clip; its score is the mean of its windows' scores (a window every %10$d columns). The
        threshold %11$.4f gives the %12$s on the validation clips.
        In a stream, of which nearly all is normal, an alarm opens at %40$.3f, closes below %41$.3f and
        opens at once at %42$.3f: of the validation clips, %43$s.

        | | n | accuracy | precision | recall | F1 | ROC AUC | average precision |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        %13$s
        Quantisation: on %14$,d validation windows the scores of file and float network differ by
        %15$.4f on average, %16$.4f at most.

        | class | is | test clips | decided rightly |
        | --- | --- | ---: | ---: |
        %17$s
        ## What it was made of

        | | |
        | --- | --- |
        | data | %18$s, %19$s |
        | training | %20$s, %21$,d clips |
        | validation (when to stop, threshold) | %22$s, %23$,d clips |
        | test | %24$s, %25$,d clips |
        | not at hand | %26$,d rows of the data set's table had no file, %27$d files could not be read |
        | front-end | %28$d Hz, %29$d-sample frames every %30$d, %31$d MFCCs, %32$d columns a window |
        | preset, seed, code | %33$s, %34$d, %35$s |
        | training stopped | after %36$d epochs, with the weights of epoch %37$d |

        ```
        ./earshot train --dataset DIR --out OUT --preset %33$s --test-folds %38$s --validation-folds %39$s --seed %34$d
        ./earshot evaluate --model OUT/model.tflite --dataset DIR --folds %38$s
        ```

        ## Limits

        - Trained on clips of up to 4 s, most of them with the sound in the foreground; faint sounds in
          loud streets are harder than these figures say.
        - A clip shorter than a window is repeated to fill one, in training as in evaluation.
        - Binary: it says that something is anomalous, not what.

        ## Licence

        The weights are derived from %18$s, which is under %19$s: non-commercial use, with attribution.
        J. Salamon, C. Jacoby, J. P. Bello, "A Dataset and Taxonomy for Urban Sound Research", ACM
        Multimedia 2014. The sounds were recorded by users of Freesound.
        """,
        file.id(),
        labels(metadata, true),
        labels(metadata, false),
        (double) frontEnd.samplesOf(metadata.windowColumns()) / frontEnd.sampleRateHz(),
        file.fileBytes(),
        file.parameters(),
        experiment.built().trained().trainedParameters(),
        String.join(", ", file.operators()),
        file.arenaBytes(),
        metadata.strideColumns(),
        experiment.test().figures().threshold(),
        Thresholds.BALANCED_RULE,
        row("int8, test clips", experiment.test().figures())
            + row("float, test clips", experiment.testInFloat().figures())
            + row("int8, test windows", experiment.test().windowFigures())
            + row("int8, validation clips", experiment.built().validation().figures()),
        loss.windows(),
        loss.mean(),
        loss.largest(),
        classes(experiment),
        training.dataset(),
        training.licence(),
        FoldPlan.named(experiment.plan().training()),
        data.trainingClips(),
        FoldPlan.named(experiment.plan().validation()),
        data.validationClips(),
        FoldPlan.named(experiment.plan().test()),
        data.testClips(),
        data.missing(),
        data.unreadable().size(),
        frontEnd.sampleRateHz(),
        frontEnd.frameSamples(),
        frontEnd.hopSamples(),
        frontEnd.coefficients(),
        metadata.windowColumns(),
        training.preset(),
        training.seed(),
        training.commit(),
        experiment.built().trained().history().size(),
        experiment.built().trained().bestEpoch(),
        option(experiment.plan().test()),
        option(experiment.plan().validation()),
        metadata.decision().openThreshold(),
        metadata.decision().closeThreshold(),
        metadata.decision().immediateThreshold(),
        Thresholds.DECISION_RULE);
  }

  private static String labels(ModelMetadata metadata, boolean anomalous) {
    return metadata.labels().stream()
        .filter(label -> label.anomalous() == anomalous)
        .map(SoundLabel::name)
        .map(name -> name.replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String row(String name, BinaryMetrics figures) {
    return String.format(
        Locale.ROOT,
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

  private static String classes(Experiment experiment) {
    return experiment.test().byClass().entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %.3f |\n",
                    entry.getKey(),
                    entry.getValue().anomalous() ? "anomalous" : "normal",
                    entry.getValue().n(),
                    entry.getValue().recall()))
        .collect(Collectors.joining());
  }

  private static String option(Collection<Integer> folds) {
    return folds.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
