package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.processor.node.Decision;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.node.ProfileSchedule;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Whatever stands in the stores beside a node's state is read, or is nothing. */
@Timeout(60)
class KeptFuzzTest {
  /** A profile is decoded; texts of it take two bytes for one. */
  private static final long BYTES_OF_ONE = 24;

  @FuzzTest
  void anyDecisions(byte[] kept) {
    List<Decision> read =
        Allocation.within(BYTES_OF_ONE * kept.length, () -> KeptDecisions.read(kept));
    read.forEach(one -> Lines.requireOneLine(one.stretch().inWords(FuzzNode.RATE_HZ)));
    byte[] again = KeptDecisions.add(kept, List.of());
    List<Decision> last = read.subList(Math.max(0, read.size() - KeptDecisions.KEPT), read.size());
    assertThat(KeptDecisions.read(again)).isEqualTo(last);
  }

  @FuzzTest
  void anyProfiles(byte[] kept) {
    ProfileSchedule read =
        Allocation.within(BYTES_OF_ONE * kept.length, () -> ProfileSchedule.read(kept));
    assertThat(read.at(Long.MAX_VALUE)).isNotNull();
    assertThat(ProfileSchedule.read(read.save()).all()).isEqualTo(read.all());
  }
}
