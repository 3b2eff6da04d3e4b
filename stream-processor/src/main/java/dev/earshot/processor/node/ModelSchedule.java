package dev.earshot.processor.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which model is in force from when on. A node takes a model up with its first frame of that time,
 * and goes back to none, whatever the timestamps of its later records say. Immutable.
 */
public final class ModelSchedule {
  /** From before every time. */
  public static final long ALWAYS = Long.MIN_VALUE;

  /**
   * A model and the time from which on it is used.
   *
   * @param fromMs record timestamps, milliseconds since the epoch
   */
  public record Entry(long fromMs, NodeModel model) {
    /** The model is used whatever the time. */
    public static Entry always(NodeModel model) {
      return new Entry(ALWAYS, model);
    }
  }

  private final List<Entry> entries; // by time, the first from ALWAYS on

  private ModelSchedule(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** With this model until another is added. */
  public static ModelSchedule of(NodeModel always) {
    return new ModelSchedule(List.of(Entry.always(always)));
  }

  /** This and one model more; it takes the place of one from the same time on. */
  public ModelSchedule with(Entry added) {
    List<Entry> all = new ArrayList<>(entries);
    all.removeIf(entry -> entry.fromMs == added.fromMs);
    all.add(added);
    all.sort(Comparator.comparingLong(Entry::fromMs));
    return new ModelSchedule(all);
  }

  /** What is in force at a time. */
  public Entry at(long timestampMs) {
    Entry found = entries.get(0);
    for (Entry entry : entries) {
      if (entry.fromMs <= timestampMs) {
        found = entry;
      }
    }
    return found;
  }

  /** All of it, by time. */
  public List<Entry> entries() {
    return entries;
  }
}
