package dev.earshot.processor.simulation;

import dev.earshot.v1.AnomalyPhase;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what lives are made of, to show that none of the rules is missed. Thread-safe. */
final class Census {
  private final Map<Object, LongAdder> counts =
      new ConcurrentSkipListMap<>(
          java.util.Comparator.comparing((Object one) -> one.getClass().getSimpleName())
              .thenComparing(Object::toString));

  /** A step of a life and what must come of it. */
  void add(Step step, Expected expected) {
    count(step.getClass().getSimpleName());
    expected.statuses.forEach(status -> count(status.getKind()));
    expected.deadLetters.stream()
        .map(PlainLetters.Letter::reasons)
        .filter(reasons -> reasons.size() == 1)
        .forEach(reasons -> reasons.forEach(this::count));
    expected.scores.forEach(score -> count(score.getState()));
    expected.anomalies.forEach(
        event ->
            count(
                event.getPhase() == AnomalyPhase.CLOSED ? event.getEndReason() : event.getPhase()));
  }

  private void count(Object what) {
    counts.computeIfAbsent(what, one -> new LongAdder()).increment();
  }

  long of(Object what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
