package dev.earshot.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Comparison;
import java.util.Collection;
import java.util.SortedSet;

/** A comparison of two models as JSON. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /**
   * Keys folds, n, recordings, resamples, seed, confidence, models (of each model_id, protocol,
   * threshold, accuracy, f1, roc_auc), difference (of accuracy, f1 and roc_auc, each with value,
   * low, high, more_than_chance).
   */
  public static ObjectNode of(
      ModelFile first, ModelFile second, SortedSet<Integer> folds, Comparison comparison) {
    ObjectNode json = Json.object();
    json.set("folds", Json.tree(folds));
    json.put("n", comparison.clips())
        .put("recordings", comparison.recordings())
        .put("resamples", comparison.resamples())
        .put("seed", comparison.seed())
        .put("confidence", Comparison.CONFIDENCE);
    ArrayNode models = json.putArray("models");
    model(models.addObject(), first, folds, comparison.first());
    model(models.addObject(), second, folds, comparison.second());
    ObjectNode difference = json.putObject("difference");
    difference(difference.putObject("accuracy"), comparison.accuracy());
    difference(difference.putObject("f1"), comparison.f1());
    difference(difference.putObject("roc_auc"), comparison.rocAuc());
    return json;
  }

  private static void model(
      ObjectNode to, ModelFile file, Collection<Integer> folds, BinaryMetrics figures) {
    Protocol protocol = Protocol.ofSeen(file.metadata().training().seenOf(folds));
    to.put("model_id", file.id()).put("protocol", protocol.label());
    to.set("threshold", Json.figure(figures.threshold()));
    to.set("accuracy", Json.figure(figures.accuracy()));
    to.set("f1", Json.figure(figures.f1()));
    to.set("roc_auc", Json.figure(figures.rocAuc()));
  }

  private static void difference(ObjectNode to, Comparison.Difference difference) {
    to.set("value", Json.figure(difference.value()));
    to.set("low", Json.figure(difference.low()));
    to.set("high", Json.figure(difference.high()));
    to.put("more_than_chance", difference.moreThanChance());
  }
}
