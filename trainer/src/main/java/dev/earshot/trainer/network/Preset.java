package dev.earshot.trainer.network;

import static dev.earshot.acoustics.bounds.Bounds.within;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.trainer.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recipe: what the network looks like and how it is trained. Immutable.
 *
 * @param name as given to {@code --preset}
 * @param windowColumns columns of a window, the network's input
 * @param trainingStrideColumns columns from one window of a clip to the next while training
 * @param scoringStrideColumns the same when the model is used, written into the model file
 * @param hiddenUnits outputs of each dense layer but the last, which has one
 * @param dropout share of a hidden layer's outputs set to zero while training, 0 to 0.9
 * @param schedule how long and how fast it learns
 * @param options what else helps it
 * @param sparsity share of the dense layers' weights that are taken out after training, 0 to 0.9;
 *     the network then learns on with the others for some epochs more
 * @param remark what a reader of its figures must know, in a sentence; empty where there is nothing
 */
public record Preset(
    String name,
    FrontEndConfig frontEnd,
    int windowColumns,
    int trainingStrideColumns,
    int scoringStrideColumns,
    List<Integer> hiddenUnits,
    float dropout,
    Schedule schedule,
    Set<TrainingOption> options,
    double sparsity,
    String remark) {

  /**
   * The network and the training of "TinyML for Acoustic Anomaly Detection in IoT Sensor Networks":
   * 32 frames of 13 MFCCs, batch normalisation over the frames, 128 and 64 units with dropout 0.2,
   * 61,825 parameters. The paper does not say by how much its rate is reduced on a plateau, nor
   * after how many epochs; half, after two, is ours.
   */
  public static final Preset PAPER =
      new Preset(
          "paper",
          FrontEndConfig.PAPER,
          32,
          16,
          8,
          List.of(128, 64),
          0.2f,
          new Schedule(1e-3f, 2, 0.5f, 5, 32, 50),
          Set.of(TrainingOption.EARLY_STOPPING),
          0,
          "");

  /**
   * The paper's layers, trained by what was found to help most on folds not trained on.
   * UrbanSound8K has many clips of few recordings, and the paper's training soon knows these
   * recordings, and their levels, by heart.
   */
  public static final Preset BETTER_MLP =
      new Preset(
          "better-mlp",
          FrontEndConfig.PAPER,
          32,
          16,
          8,
          List.of(128, 64),
          0.2f,
          new Schedule(1e-3f, 2, 0.5f, 5, 128, 12),
          Set.of(
              TrainingOption.BALANCED_RECORDINGS,
              TrainingOption.LEVEL_FREE,
              TrainingOption.HIDDEN_NORMALISATION,
              TrainingOption.BACKGROUND,
              TrainingOption.COSINE),
          0,
          "What helps better-mlp was chosen by cross-validation over UrbanSound8K's folds 1 to 9, so"
              + " figures on them flatter it a little.");

  /** Every preset there is. */
  public static final List<Preset> ALL = List.of(PAPER, BETTER_MLP);

  /** Checks the numbers. */
  public Preset {
    hiddenUnits = List.copyOf(hiddenUnits);
    Set<TrainingOption> inOrder = EnumSet.noneOf(TrainingOption.class);
    inOrder.addAll(options);
    options = Collections.unmodifiableSet(inOrder);
    within("window columns", windowColumns, 1, 10_000);
    within("training stride columns", trainingStrideColumns, 1, 10_000);
    within("scoring stride columns", scoringStrideColumns, 1, 10_000);
    within("dropout", dropout, 0, 0.9);
    within("--sparsity", sparsity, 0, 0.9);
    if (options.contains(TrainingOption.HIDDEN_NORMALISATION)) {
      within("--batch with hidden-normalisation", schedule.batchWindows(), 2, 4_096);
    }
  }

  /** The preset of a name. */
  public static Optional<Preset> named(String name) {
    return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
  }

  /** The same with an option, if it has not got it already. */
  public Preset with(TrainingOption option) {
    Set<TrainingOption> more = EnumSet.of(option);
    more.addAll(options);
    return with(schedule, more, sparsity);
  }

  /** The same without an option, if it has it. */
  public Preset without(TrainingOption option) {
    Set<TrainingOption> fewer = EnumSet.complementOf(EnumSet.of(option));
    fewer.retainAll(options);
    return with(schedule, fewer, sparsity);
  }

  /** The same with batches of another size, 1 to 4096 windows. */
  public Preset withBatchWindows(int windows) {
    return with(schedule.withBatchWindows(windows), options, sparsity);
  }

  /** The same with another bound on the epochs, 1 to 10,000. */
  public Preset withEpochsMax(int epochs) {
    return with(schedule.withEpochsMax(epochs), options, sparsity);
  }

  /** The same with another share of weights taken out, 0 to 0.9. */
  public Preset withSparsity(double share) {
    return with(schedule, options, share);
  }

  private Preset with(
      Schedule otherSchedule, Set<TrainingOption> otherOptions, double otherSparsity) {
    return new Preset(
        name,
        frontEnd,
        windowColumns,
        trainingStrideColumns,
        scoringStrideColumns,
        hiddenUnits,
        dropout,
        otherSchedule,
        otherOptions,
        otherSparsity,
        remark);
  }

  /** How the sound of training clips is altered, as the options say. */
  public Augmentation augmentation() {
    return new Augmentation(
        strength(TrainingOption.GAIN, Augmentation.GAIN),
        strength(TrainingOption.NOISE, Augmentation.NOISE),
        strength(TrainingOption.BACKGROUND, Augmentation.BACKGROUND));
  }

  private Optional<Augmentation.Decibels> strength(
      TrainingOption option, Augmentation.Decibels standard) {
    return options.contains(option) ? Optional.of(standard) : Optional.empty();
  }

  /**
   * The command line's options that give this preset, from the one of its name: {@code --preset},
   * and {@code --with}, {@code --without}, {@code --batch}, {@code --epochs} and {@code --sparsity}
   * where it differs.
   */
  public List<String> switches() {
    Preset origin = named(name).orElse(this);
    List<String> switches = new ArrayList<>(List.of("--preset", name));
    for (TrainingOption option : TrainingOption.values()) {
      if (options.contains(option) != origin.options.contains(option)) {
        switches.add(options.contains(option) ? "--with" : "--without");
        switches.add(option.label());
      }
    }
    if (schedule.batchWindows() != origin.schedule.batchWindows()) {
      switches.addAll(List.of("--batch", String.valueOf(schedule.batchWindows())));
    }
    if (schedule.epochsMax() != origin.schedule.epochsMax()) {
      switches.addAll(List.of("--epochs", String.valueOf(schedule.epochsMax())));
    }
    if (sparsity != origin.sparsity) {
      switches.addAll(List.of("--sparsity", String.valueOf(sparsity)));
    }
    return switches;
  }

  /** Its name, and the switches by which it differs from the one of that name. */
  public String described() {
    return String.join(" ", switches().subList(1, switches().size()));
  }

  /** Epochs at most, those of the pruning among them. */
  public int epochsMax() {
    return schedule.epochsMax() + (sparsity > 0 ? Pruning.EPOCHS : 0);
  }

  /** What a model trained by it is called. */
  public String modelName() {
    return name.endsWith("-mlp") ? name : name + "-mlp";
  }

  /** How many values a window has. */
  public int inputs() {
    return windowColumns * frontEnd.coefficients();
  }
}
