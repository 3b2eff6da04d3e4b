package dev.earshot.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.simulation.Shrinker.Shrunk;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation is worth something: it finds faults that were put in, and shows them in short. */
class ProvenSimulationTest {
  private static final int LIVES_MAX = 300;

  /** Steps that a fault needs, with some to spare: five records for the one that comes to drop. */
  private static final int STEPS_MAX = 7;

  private static final Map<String, Supplier<Processors>> FAULTS =
      Map.of(
          "drops a frame", Broken::dropsAFrame,
          "hears a duplicate", Broken::hearsADuplicate,
          "forgets gaps on restore", Broken::forgetsGapsOnRestore,
          "keeps states of aborted transactions", Broken::keepsStatesOfAbortedTransactions,
          "listens for nobody after restore", Broken::listensForNobodyAfterRestore,
          "ignores profiles", Broken::ignoresProfiles,
          "hears profiles before their time", Broken::hearsProfilesBeforeTheirTime,
          "raises alarms that are off", Broken::raisesAlarmsThatAreOff,
          "keeps no decisions", Broken::keepsNoDecisions,
          "sends no last event", Broken::sendsNoLastEvent);

  static Iterable<String> faults() {
    return FAULTS.keySet();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsFoundWithinSomeHundredLivesAndShownInAFewSteps(String fault) {
    Supplier<Processors> broken = FAULTS.get(fault);
    Lives lives = new Lives(broken);
    long seed = lives.firstFailing(1, LIVES_MAX).orElseThrow();
    Shrunk shrunk = lives.shrunk(seed);

    assertThat(shrunk.life().steps()).hasSizeLessThanOrEqualTo(STEPS_MAX);
    assertThat(Simulation.run(shrunk.life(), broken.get())).contains(shrunk.failure());
    assertThat(Simulation.run(shrunk.life(), Processors.real())).isEmpty();
  }

  @Test
  void aFailureIsToldWithTheCommandThatRepeatsIt() {
    Lives lives = new Lives(Broken::hearsADuplicate);
    long seed = lives.firstFailing(1, LIVES_MAX).orElseThrow();

    String told =
        lives.firstFailure(seed, 1, "NodeLivesTest#everyLifeIsAsTheRulesSay").orElseThrow();

    assertThat(told)
        .startsWith("the life of seed " + seed + " fails")
        .contains("\nat step ", "by the rules")
        .endsWith(
            "\nagain: mvn test -pl stream-processor -am"
                + " -Dtest=NodeLivesTest#everyLifeIsAsTheRulesSay -Dearshot.seed="
                + seed
                + " -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
