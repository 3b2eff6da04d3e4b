package dev.earshot.trainer.commands;

import dev.earshot.console.Failure;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.network.TrainingOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What is trained, and how, as options of a command that trains: a picocli mixin. */
final class PresetOptions {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "paper",
      description = "What is trained, and how: paper or better-mlp (default: ${DEFAULT-VALUE}).")
  private String preset;

  @Option(
      names = "--with",
      paramLabel = "OPTION",
      split = ",",
      description = "Options besides those of the preset: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> with = List.of();

  @Option(
      names = "--without",
      paramLabel = "OPTION",
      split = ",",
      description = "Options of the preset to leave out.")
  private List<String> without = List.of();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Windows of a step (default: the preset's).")
  private Integer batchWindows;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs at most (default: the preset's).")
  private Integer epochs;

  @Option(
      names = "--sparsity",
      paramLabel = "S",
      description =
          "Share of the weights to prune, 0 to 0.9: the smaller ones become zero, which makes the file"
              + " smaller when compressed (default: none).")
  private Double sparsity;

  /** The names of all options, for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  /**
   * The preset that was asked for.
   *
   * @throws Failure of wrong usage
   */
  Preset chosen() {
    Preset chosen =
        Preset.named(preset)
            .orElseThrow(
                () ->
                    Failure.usage(
                        "no preset '%s'; --preset is one of %s"
                            .formatted(
                                preset,
                                Preset.ALL.stream()
                                    .map(Preset::name)
                                    .collect(Collectors.joining(", ")))));
    for (String name : with) {
      chosen = chosen.with(option("--with", name));
    }
    for (String name : without) {
      chosen = chosen.without(option("--without", name));
    }
    if (batchWindows != null) {
      chosen = bounded(chosen, preset -> preset.withBatchWindows(batchWindows));
    }
    if (epochs != null) {
      chosen = bounded(chosen, preset -> preset.withEpochsMax(epochs));
    }
    if (sparsity != null) {
      chosen = bounded(chosen, preset -> preset.withSparsity(sparsity));
    }
    return chosen;
  }

  private static TrainingOption option(String where, String name) {
    return TrainingOption.named(name)
        .orElseThrow(
            () ->
                Failure.usage(
                    "no training option '%s'; %s takes %s"
                        .formatted(name, where, String.join(", ", names()))));
  }

  private static List<String> names() {
    return Arrays.stream(TrainingOption.values()).map(TrainingOption::label).toList();
  }

  private static Preset bounded(Preset preset, Function<Preset, Preset> change) {
    try {
      return change.apply(preset);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }
}
