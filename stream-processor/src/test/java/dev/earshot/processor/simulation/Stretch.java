package dev.earshot.processor.simulation;

import java.util.ArrayList;
import java.util.List;

/** Samples {@code from} to before {@code to} of a session. */
record Stretch(long from, long to) {
  long samples() {
    return to - from;
  }

  /** How many samples of this one are in the other. */
  long in(Stretch other) {
    return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
  }

  /** What is left without the other: nothing, one or two. */
  List<Stretch> without(Stretch other) {
    if (in(other) == 0) {
      return List.of(this);
    }
    List<Stretch> left = new ArrayList<>();
    if (from < other.from) {
      left.add(new Stretch(from, other.from));
    }
    if (other.to < to) {
      left.add(new Stretch(other.to, to));
    }
    return left;
  }
}
