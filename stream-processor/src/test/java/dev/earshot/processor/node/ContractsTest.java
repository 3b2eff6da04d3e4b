package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.v1.AlarmState;
import dev.earshot.v1.EndReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What acoustics and the contracts call the same has the same name, and nothing is left out. */
class ContractsTest {
  private static <E extends Enum<E>> List<String> names(E[] values) {
    return Arrays.stream(values).map(Enum::name).filter(name -> !name.equals("UNKNOWN")).toList();
  }

  @Test
  void everyStateOfAnAlarmHasItsWord() {
    var states = dev.earshot.acoustics.detect.AlarmState.values();
    assertThat(names(states)).isEqualTo(names(AlarmState.values()));
    assertThat(states).allSatisfy(s -> assertThat(Contracts.state(s).name()).isEqualTo(s.name()));
  }

  @Test
  void everyReasonToCloseHasItsWord() {
    var reasons = dev.earshot.acoustics.detect.EndReason.values();
    assertThat(names(reasons)).isEqualTo(names(EndReason.values()));
    assertThat(reasons).allSatisfy(r -> assertThat(Contracts.reason(r).name()).isEqualTo(r.name()));
  }
}
