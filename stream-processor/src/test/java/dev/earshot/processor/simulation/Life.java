package dev.earshot.processor.simulation;

import java.time.Duration;
import java.util.List;

/**
 * All that happens in one partition. Any list of steps is a life: what a node sends, or an operator
 * says, does not depend on the steps before.
 *
 * @param silence a node not heard for longer is silent
 */
record Life(Hearing hearing, Duration silence, List<Step> steps) {
  Life {
    steps = List.copyOf(steps);
  }

  Life with(List<Step> others) {
    return new Life(hearing, silence, others);
  }
}
