package dev.earshot.processor.simulation;

import dev.earshot.processor.partition.PartitionLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that happens in one partition. Any list of steps is a life: what a node sends, or an operator
 * says, does not depend on the steps before.
 *
 * @param models which model is used from when on, the first whatever the time; one rate for all
 * @param silence a node not heard for longer is silent
 * @param signaturesRequired whether what its node has not signed is a dead letter
 * @param retention a node not heard for longer is forgotten
 */
record Life(
    List<Shift> models,
    Duration silence,
    Duration retention,
    PartitionLimits limits,
    boolean signaturesRequired,
    List<Step> steps) {
  /**
   * A model comes into use.
   *
   * @param fromMs timestamps of records
   */
  record Shift(long fromMs, Hearing hearing) {
    @Override
    public String toString() {
      return hearing
          + (fromMs == Long.MIN_VALUE ? "" : " from " + Instant.ofEpochMilli(fromMs) + " on");
    }
  }

  Life {
    models = List.copyOf(models);
    steps = List.copyOf(steps);
  }

  Life with(List<Step> others) {
    return new Life(models, silence, retention, limits, signaturesRequired, others);
  }

  Life with(Shift only) {
    return new Life(List.of(only), silence, retention, limits, signaturesRequired, steps);
  }

  Life unsigned() {
    return new Life(models, silence, retention, limits, false, steps);
  }

  int sampleRateHz() {
    return models.get(0).hearing().sampleRateHz();
  }

  /** In plain words, the steps apart. */
  String settings() {
    return "heard as %s; silent after %s, forgotten after %s, at most %s, signatures %srequired"
        .formatted(models, silence, retention, limits, signaturesRequired ? "" : "not ");
  }
}
