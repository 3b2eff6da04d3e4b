package dev.earshot.city.torture;

import dev.earshot.city.torture.Fault.FillDisk;
import dev.earshot.city.torture.Fault.KillBothProcessors;
import dev.earshot.city.torture.Fault.KillBroker;
import dev.earshot.city.torture.Fault.KillProcessor;
import dev.earshot.city.torture.Fault.KillProcessorAndBroker;
import dev.earshot.city.torture.Fault.RollingUpgrade;
import dev.earshot.city.torture.Fault.StopBroker;
import dev.earshot.city.torture.Fault.StopProcessor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * Which fault comes next, without an end; the seed says it all. Faults are dealt from a deck that
 * is shuffled anew when it is empty, so that each kind has its share of any run; the kinds that
 * every run is to have, however short, come first. For one thread.
 */
final class FaultSchedule {
  /** How many faults a deck has. */
  static final int DECK = 16;

  private static final int PAUSE_MS_MIN = 2_000;
  private static final int PAUSE_MS_MAX = 10_000;

  /**
   * One fault.
   *
   * @param pause how long all is well before it
   */
  record Planned(Duration pause, Fault fault) {}

  private final Random random;
  private final Queue<Fault> deck = new ArrayDeque<>();

  FaultSchedule(long seed) {
    random = new Random(seed);
  }

  /** The fault that comes next. */
  Planned next() {
    if (deck.isEmpty()) {
      shuffle(firstHand());
      shuffle(rest());
    }
    Duration pause = Duration.ofMillis(random.nextInt(PAUSE_MS_MIN, PAUSE_MS_MAX));
    return new Planned(pause, deck.remove());
  }

  private void shuffle(List<Fault> faults) {
    Collections.shuffle(faults, random);
    deck.addAll(faults);
  }

  private List<Fault> firstHand() {
    return new ArrayList<>(
        List.of(
            new KillProcessor(processor(), true),
            new StopProcessor(processor()),
            new KillBroker(broker(), false)));
  }

  private List<Fault> rest() {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      faults.add(new KillProcessor(processor(), random.nextBoolean()));
    }
    for (int i = 0; i < 2; i++) {
      faults.add(new KillBroker(broker(), random.nextBoolean()));
      faults.add(new KillProcessorAndBroker(processor(), broker()));
    }
    faults.add(new KillBothProcessors());
    faults.add(new StopProcessor(processor()));
    faults.add(new StopBroker(broker()));
    faults.add(new FillDisk(processor(), false));
    faults.add(new FillDisk(processor(), true));
    faults.add(new RollingUpgrade());
    return faults;
  }

  private int processor() {
    return random.nextInt(Rig.PROCESSORS);
  }

  private int broker() {
    return random.nextInt(Rig.BROKERS);
  }
}
