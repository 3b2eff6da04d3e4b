package dev.earshot.processor.simulation;

import dev.earshot.processor.simulation.Shrinker.Shrunk;
import dev.earshot.processor.simulation.Simulation.Failure;
import dev.earshot.processor.simulation.Simulation.Processors;
import dev.earshot.testing.Property;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Lives many lives, on all cores, each from a seed of its own. */
final class Lives {
  private Lives() {}

  /**
   * The first life that fails, made small, in words.
   *
   * @param test that has it repeated by {@code -Dearshot.seed}, as {@code Class#method}
   */
  static Optional<String> firstFailure(
      long firstSeed, long lives, Processors processors, String test) {
    return LongStream.range(firstSeed, firstSeed + lives)
        .parallel()
        .filter(seed -> Simulation.run(HostileCity.life(seed), processors).isPresent())
        .findFirst()
        .stream()
        .mapToObj(seed -> words(seed, shrunk(seed, processors), test))
        .findFirst();
  }

  static Shrunk shrunk(long seed, Processors processors) {
    Life life = HostileCity.life(seed);
    Failure failure = Simulation.run(life, processors).orElseThrow();
    return Shrinker.shrink(life, processors, failure);
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
