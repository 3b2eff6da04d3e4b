package dev.earshot.processor.simulation;

import dev.earshot.processor.simulation.Shrinker.Shrunk;
import dev.earshot.testing.Property;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Lives many lives, on all cores, each from a seed of its own. Used once. */
final class Lives {
  /** So often it is told how far it is. */
  private static final long TELL_EVERY = 20_000;

  private final Supplier<Processors> processors;
  private final AtomicLong lived = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();

  Lives(Supplier<Processors> processors) {
    this.processors = processors;
  }

  /** The first seed of so many whose life fails. */
  OptionalLong firstFailing(long firstSeed, long lives) {
    return LongStream.range(firstSeed, firstSeed + lives)
        .parallel()
        .filter(this::fails)
        .findFirst();
  }

  private boolean fails(long seed) {
    Life life = HostileCity.life(seed);
    boolean fails = Simulation.run(life, processors.get()).isPresent();
    long stepsNow = steps.addAndGet(life.steps().size());
    long livedNow = lived.incrementAndGet();
    if (livedNow % TELL_EVERY == 0) {
      System.out.printf(Locale.ROOT, "%,d lives of %,d steps%n", livedNow, stepsNow);
    }
    return fails;
  }

  /** The life of a seed that fails, made small. */
  Shrunk shrunk(long seed) {
    Life life = HostileCity.life(seed);
    return Shrinker.shrink(life, processors, Simulation.run(life, processors.get()).orElseThrow());
  }

  /**
   * The first failure in words.
   *
   * @param test that has it repeated by {@code -Dearshot.seed}, as {@code Class#method}
   */
  Optional<String> firstFailure(long firstSeed, long lives, String test) {
    OptionalLong failing = firstFailing(firstSeed, lives);
    return failing.isEmpty()
        ? Optional.empty()
        : Optional.of(words(failing.getAsLong(), shrunk(failing.getAsLong()), test));
  }

  private static String words(long seed, Shrunk shrunk, String test) {
    List<Step> steps = shrunk.life().steps();
    StringBuilder words = new StringBuilder();
    words.append("the life of seed ").append(seed).append(" fails; as short as it gets, ");
    words.append(shrunk.life().settings());
    for (int i = 0; i < steps.size(); i++) {
      words.append("\n  ").append(i).append("  ").append(steps.get(i));
    }
    words.append("\nat step ").append(shrunk.failure().step()).append(", ");
    words.append(shrunk.failure().what());
    words.append("\nagain: ").append(Property.command(test, seed));
    return words.toString();
  }
}
