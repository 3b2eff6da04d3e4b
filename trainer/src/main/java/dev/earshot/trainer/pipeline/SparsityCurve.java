package dev.earshot.trainer.pipeline;

import dev.earshot.trainer.folds.Split;
import dev.earshot.trainer.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What pruning buys and what it costs: the same recipe at several sparsities, measured on the test
 * clips, which choose nothing by it.
 *
 * @param points by rising sparsity
 */
public record SparsityCurve(List<Point> points) {
  private static final List<Double> SPARSITIES = List.of(0.0, 0.25, 0.5, 0.75, 0.9);

  /**
   * One sparsity.
   *
   * @param sparsity share of the weights that were pruned, 0 to 0.9
   * @param compressedBytes of the file, deflated
   * @param accuracy of the int8 file on the test clips, as is {@code rocAuc}
   */
  public record Point(double sparsity, int compressedBytes, double accuracy, double rocAuc) {
    static Point of(Experiment experiment) {
      return new Point(
          experiment.recipe().preset().sparsity(),
          experiment.file().compressedBytes(),
          experiment.test().figures().accuracy(),
          experiment.test().figures().rocAuc());
    }
  }

  /** Copies the list. */
  public SparsityCurve {
    points = List.copyOf(points);
  }

  /**
   * Trains at all sparsities but the one that is there.
   *
   * @param there one of the points, as trained
   */
  public static SparsityCurve around(
      Experiment there, Corpus corpus, Split split, Progress progress) {
    Recipe recipe = there.recipe();
    SortedSet<Double> sparsities = new TreeSet<>(SPARSITIES);
    sparsities.add(recipe.preset().sparsity());
    List<Point> points = new ArrayList<>();
    for (double sparsity : sparsities) {
      if (sparsity == recipe.preset().sparsity()) {
        points.add(Point.of(there));
      } else {
        progress.say("for the curve of sizes: sparsity " + sparsity);
        Recipe other = recipe.withPreset(recipe.preset().withSparsity(sparsity));
        points.add(Point.of(Experiment.run(corpus, split, other, progress)));
      }
    }
    return new SparsityCurve(points);
  }
}
