package dev.earshot.processor.audio;

import dev.earshot.contracts.Topics;
import dev.earshot.v1.DeletionReason;
import dev.earshot.v1.KeptAudioState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept, what was deleted and what is to be: the topic of kept sound in the order that it
 * was written, without the sound. What is beyond the budget counts as deleted at once, whether that
 * stands on the topic yet or not. All instances see one order, so all delete the same, and one that
 * does it again does no harm. Thread-safe; knows no clock.
 */
final class KeptAudioIndex {
  /** How many are told that are deleted or missing; the oldest are forgotten. */
  static final int TOLD_MAX = 1_000;

  private final AudioBudget budget;

  /** By anomaly, the oldest record first. */
  private final Map<String, KeptRecording> kept = new LinkedHashMap<>();

  /** What is not there, likewise. */
  private final Map<String, KeptRecording> told = new LinkedHashMap<>();

  KeptAudioIndex(AudioBudget budget) {
    this.budget = budget;
  }

  /** Takes a record of the topic, in place of an older one of the same anomaly. */
  synchronized void put(KeptRecording recording) {
    remove(recording.anomalyId());
    (recording.isKept() ? kept : told).put(recording.anomalyId(), recording);
    if (told.size() > TOLD_MAX) {
      told.remove(told.keySet().iterator().next());
    }
  }

  /** Forgets an anomaly whose record was taken off the topic. */
  synchronized void remove(String anomalyId) {
    kept.remove(anomalyId);
    told.remove(anomalyId);
  }

  /** Forgets everything: the topic is read anew. */
  synchronized void clear() {
    kept.clear();
    told.clear();
  }

  /**
   * What is beyond the budget, the oldest first, as it is to stand on the topic.
   *
   * @param now by the brokers' clock, as well as this machine's agrees with it
   */
  synchronized List<KeptRecording> due(Instant now) {
    long bytes = kept.values().stream().mapToLong(KeptRecording::bytes).sum();
    int count = kept.size();
    List<KeptRecording> due = new ArrayList<>();
    for (KeptRecording oldest : kept.values()) {
      DeletionReason why;
      if (oldest.since().isBefore(now.minus(budget.age()))) {
        why = DeletionReason.TOO_OLD;
      } else if (count > budget.recordings()) {
        why = DeletionReason.TOO_MANY;
      } else if (bytes > budget.bytes()) {
        why = DeletionReason.TOO_LARGE;
      } else {
        break; // those that follow are younger
      }
      due.add(oldest.deleted(why));
      count--;
      bytes -= oldest.bytes();
    }
    return due;
  }

  /** Everything that is known now, the newest first. */
  synchronized List<KeptRecording> all(Instant now) {
    Map<String, KeptRecording> all = new HashMap<>(kept);
    due(now).forEach(deleted -> all.put(deleted.anomalyId(), deleted));
    Instant gone = now.minus(Topics.KEPT_AUDIO_LONGEST);
    told.values().stream()
        .filter(each -> !each.since().isBefore(gone))
        .forEach(each -> all.put(each.anomalyId(), each));
    return all.values().stream()
        .sorted(Comparator.comparingLong(KeptRecording::offset).reversed())
        .toList();
  }

  /** What is known now of one anomaly. */
  Optional<KeptRecording> of(String anomalyId, Instant now) {
    return all(now).stream().filter(each -> each.anomalyId().equals(anomalyId)).findFirst();
  }

  /** Whether something was deleted since then. */
  synchronized boolean hasDeletedSince(Instant then) {
    return told.values().stream()
        .anyMatch(each -> each.state() == KeptAudioState.DELETED && !each.since().isBefore(then));
  }

  /** Whether the topic has, or had, something of the anomaly. */
  synchronized boolean knows(String anomalyId) {
    return kept.containsKey(anomalyId) || told.containsKey(anomalyId);
  }
}
