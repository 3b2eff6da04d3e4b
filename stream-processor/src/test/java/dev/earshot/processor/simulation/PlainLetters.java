package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.partition.PartitionLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which dead letters are kept: all that there were are remembered. */
final class PlainLetters {
  /**
   * A dead letter that is kept.
   *
   * @param reasons each is right
   * @param leftOutBefore since the one before that was kept
   */
  record Letter(Set<Reason> reasons, long leftOutBefore) {}

  private record Counted(long second, boolean kept) {}

  private final PartitionLimits limits;
  private final List<Counted> all = new ArrayList<>();

  PlainLetters(PartitionLimits limits) {
    this.limits = limits;
  }

  /**
   * One more.
   *
   * @param second of stream time
   * @return empty where it is left out
   */
  Optional<Letter> add(Set<Reason> reasons, long second) {
    long sameSecond = all.stream().filter(one -> one.second == second).count();
    long beyond = sameSecond + 1 - limits.lettersPerSecond();
    boolean kept = beyond <= 0 || beyond % limits.oneLetterIn() == 0;
    long leftOut = 0;
    for (int i = all.size() - 1; i >= 0 && !all.get(i).kept; i--) {
      leftOut++;
    }
    all.add(new Counted(second, kept));
    return kept ? Optional.of(new Letter(reasons, leftOut)) : Optional.empty();
  }
}
