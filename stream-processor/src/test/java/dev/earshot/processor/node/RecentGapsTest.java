package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentGapsTest {
  private final RecentGaps gaps = new RecentGaps();

  @Test
  void whatComesLateIsFoundOnce() {
    gaps.add(100, 200);
    assertThat(gaps.take(50, 120)).isEqualTo(20);
    assertThat(gaps.take(50, 120)).isZero();
    assertThat(gaps.take(0, 1_000)).isEqualTo(80);
  }

  @Test
  void aGapMayBeFilledFromItsMiddle() {
    gaps.add(100, 200);
    assertThat(gaps.take(140, 160)).isEqualTo(20);
    assertThat(gaps.take(90, 145)).isEqualTo(40);
    assertThat(gaps.take(155, 250)).isEqualTo(40);
  }

  @Test
  void theOldestIsForgotten() {
    for (int i = 0; i <= RecentGaps.KEPT; i++) {
      gaps.add(i * 100, i * 100 + 10);
    }
    assertThat(gaps.take(0, 100)).isZero();
    assertThat(gaps.take(100, 1_000)).isEqualTo(10 * RecentGaps.KEPT);
  }

  @Test
  void theOldestIsForgottenThoughItWasFilledLast() {
    for (int i = 0; i < RecentGaps.KEPT; i++) {
      gaps.add(i * 100, i * 100 + 10);
    }
    gaps.take(5, 10);
    gaps.add(1_000, 1_010);
    assertThat(gaps.take(0, 100)).isZero();
    assertThat(gaps.take(100, 2_000)).isEqualTo(10 * RecentGaps.KEPT);
  }

  @Test
  void aGapFilledInItsMiddleIsTwoAndTheOldestIsForgotten() {
    for (int i = 0; i < RecentGaps.KEPT; i++) {
      gaps.add(i * 100, i * 100 + 10);
    }
    assertThat(gaps.take(204, 206)).isEqualTo(2);
    assertThat(gaps.take(0, 100)).isZero();
    assertThat(gaps.take(100, 1_000)).isEqualTo(10 * (RecentGaps.KEPT - 1) - 2);
    gaps.add(1_000, 1_010);
    for (int i = 1; i < RecentGaps.KEPT; i++) {
      gaps.add(1_000 + i * 100, 1_010 + i * 100);
    }
    assertThat(gaps.take(1_004, 1_006)).as("the oldest itself").isEqualTo(2);
    assertThat(gaps.take(1_000, 1_004)).as("the first part is the oldest").isZero();
    assertThat(gaps.take(1_006, 1_100)).isEqualTo(4);
  }

  @Test
  void savedAndRestoredItIsTheSame() {
    gaps.add(1, 5);
    gaps.add(9, 12);
    ByteBuffer bytes = ByteBuffer.allocate(RecentGaps.BYTES);
    gaps.save(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    RecentGaps other = new RecentGaps();
    other.add(77, 99);
    other.restore(bytes.flip());
    assertThat(other.take(0, 100)).isEqualTo(4 + 3);
  }

  @Test
  void neverFindsWhatWasNotMissing() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RecentGaps tried = new RecentGaps();
      BitSet missing = new BitSet();
      int next = 0;
      for (int step = 0; step < 30; step++) {
        int lost = random.nextInt(1, 20);
        if (random.nextBoolean()) {
          tried.add(next, next + lost);
          missing.set(next, next + lost);
        }
        next += lost + random.nextInt(5);
        int from = random.nextInt(next + 1);
        int to = from + random.nextInt(30);
        long found = tried.take(from, Math.min(to, next));
        assertThat(found)
            .as("seed %d step %d", seed, step)
            .isLessThanOrEqualTo(
                missing.get(from, Math.max(from, Math.min(to, next))).cardinality());
        missing.clear(from, Math.max(from, Math.min(to, next)));
      }
    }
  }
}
