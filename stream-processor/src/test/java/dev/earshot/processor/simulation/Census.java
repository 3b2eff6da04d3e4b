package dev.earshot.processor.simulation;

import dev.earshot.v1.AnomalyPhase;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what lives are made of, to show that none of the rules is missed. Thread-safe. */
final class Census {
  /** Values of enums, kinds of steps, and names of what is none of them. */
  private final Map<Object, LongAdder> counts =
      new ConcurrentSkipListMap<>(
          Comparator.comparing((Object one) -> one.getClass().getName())
              .thenComparing(Object::toString));

  /** A step of a life and what must come of it. */
  void add(Step step, Expected expected) {
    count(step.getClass().getSimpleName());
    expected.place.ifPresent(this::count);
    expected.deadLetters.forEach(
        letter -> {
          letter.reasons().stream()
              .filter(one -> letter.reasons().size() == 1)
              .forEach(this::count);
          count(letter.leftOutBefore() > 0 ? "dead letter after some left out" : "dead letter");
        });
    expected.statuses.forEach(
        status -> {
          count(status.getKind());
          count(status.getClockOffsetMs() == null ? "no offset" : "offset");
          count(status.getClockDriftPpm() == null ? "no drift" : "drift");
        });
    expected.scores.forEach(score -> count(score.getState()));
    expected.anomalies.forEach(
        event -> {
          count(event.getPhase());
          if (event.getPhase() == AnomalyPhase.CLOSED) {
            count(event.getEndReason());
          }
        });
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
