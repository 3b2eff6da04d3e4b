package dev.earshot.trainer.pipeline;

import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.export.WeightScales;
import dev.earshot.trainer.network.Preset;
import java.util.ArrayList;
import java.util.List;

/**
 * All that decides what a model becomes besides the clips it is made of: the same clips and recipe
 * give the same file.
 *
 * @param preset what is trained, and how
 * @param seed of all that is drawn at random
 * @param goal what the thresholds are chosen for
 * @param weightScales how finely the integers of the file scale its weights
 * @param provenance whose data and which code, as the file will say
 */
public record Recipe(
    Preset preset,
    long seed,
    OperatingGoal goal,
    WeightScales weightScales,
    Provenance provenance) {
  /** The command line's options that give it, but for the seed. */
  public String switches() {
    List<String> switches = new ArrayList<>(preset.switches());
    switches.addAll(goal.switches());
    if (weightScales != WeightScales.PER_TENSOR) {
      switches.addAll(List.of("--weight-scales", weightScales.name()));
    }
    return String.join(" ", switches);
  }

  /** The same with another preset. */
  public Recipe withPreset(Preset other) {
    return new Recipe(other, seed, goal, weightScales, provenance);
  }
}
