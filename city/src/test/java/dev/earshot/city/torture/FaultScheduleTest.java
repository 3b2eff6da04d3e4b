package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.city.torture.Fault.FillDisk;
import dev.earshot.city.torture.Fault.KillBothProcessors;
import dev.earshot.city.torture.Fault.KillBroker;
import dev.earshot.city.torture.Fault.KillProcessor;
import dev.earshot.city.torture.Fault.KillProcessorAndBroker;
import dev.earshot.city.torture.Fault.StopProcessor;
import dev.earshot.city.torture.FaultSchedule.Planned;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultScheduleTest {
  /** An hour if each fault, with all that it takes to recover, lasts 75 seconds. */
  private static final int AN_HOUR_S = 3_600;

  private static final int SLOW_RECOVERY_S = 75;

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(first(100, 7)).isEqualTo(first(100, 7));
    assertThat(first(100, 7)).isNotEqualTo(first(100, 8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anHourHasItsShareOfEverything(long seed) {
    List<Planned> hour = first(AN_HOUR_S / SLOW_RECOVERY_S, seed);

    assertThat(count(hour, FaultScheduleTest::processorKills)).isGreaterThanOrEqualTo(20);
    assertThat(count(hour, fault -> fault instanceof StopProcessor ? 1 : 0))
        .isGreaterThanOrEqualTo(5);
    assertThat(count(hour, FaultScheduleTest::brokerKills)).isGreaterThanOrEqualTo(10);
    assertThat(kinds(hour))
        .containsExactlyInAnyOrder(
            "fill_disk",
            "kill_both_processors",
            "kill_broker",
            "kill_processor",
            "kill_processor_and_broker",
            "rolling_upgrade",
            "stop_broker",
            "stop_processor");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aShortRunBeginsWithAKillAStopAndABroker(long seed) {
    assertThat(kinds(first(3, seed)))
        .containsExactlyInAnyOrder("kill_broker", "kill_processor", "stop_processor");
  }

  private static List<Planned> first(int count, long seed) {
    FaultSchedule schedule = new FaultSchedule(seed);
    return Stream.generate(schedule::next).limit(count).toList();
  }

  private static Set<String> kinds(List<Planned> planned) {
    return planned.stream()
        .map(each -> each.fault().kind())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int count(List<Planned> planned, ToIntFunction<Fault> of) {
    return planned.stream().map(Planned::fault).mapToInt(of).sum();
  }

  private static int processorKills(Fault fault) {
    if (fault instanceof KillBothProcessors) {
      return 2;
    }
    return fault instanceof KillProcessor
            || fault instanceof KillProcessorAndBroker
            || fault instanceof FillDisk
        ? 1
        : 0;
  }

  private static int brokerKills(Fault fault) {
    return fault instanceof KillBroker || fault instanceof KillProcessorAndBroker ? 1 : 0;
  }
}
